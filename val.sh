time python -m pressmark_cli validate /tmp/h/pk5 --limit 0
time frictionless validate /tmp/h/pk5/datapackage.json >/dev/null
time python -m pressmark_cli verify /tmp/h/pk5
time python -c "import frictionless.cli" 
