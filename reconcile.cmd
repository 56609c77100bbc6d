@echo off
rem Double-click: sets everything up, runs reconcile, keeps the window open.
setlocal
chcp 65001 >nul
cd /d "%~dp0"
set "PY="
call :try py -3
if not defined PY call :try python
if not defined PY goto :missing
%PY% -S setup_env.py
if errorlevel 1 goto :end
.venv\Scripts\reconcile.exe run %*
goto :end

:try
%* -c "import sys; sys.exit(sys.version_info < (3, 6))" >nul 2>nul && set "PY=%*"
exit /b 0

:missing
echo Il manque Python 3.11, 3.12 ou 3.13 ; pour l'installer : winget install Python.Python.3.13
echo Python 3.11, 3.12 or 3.13 is missing; to install it: winget install Python.Python.3.13
set "STATUS=2"
goto :close

:end
set "STATUS=%ERRORLEVEL%"
:close
echo.
pause
exit /b %STATUS%
