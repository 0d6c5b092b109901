from opora.cli.main import main

main()
