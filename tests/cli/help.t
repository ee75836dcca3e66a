# Help, and what is made from the same table.
$ tocsin help
tocsin screens people and organisations against published lists, in any script
  and spelling, and says why.

Usage
  tocsin [--home DIR] COMMAND [OPTIONS] [ARGUMENTS]

Commands
  check     Prove that the home is whole
  config    Say which settings are in force, and who said so
  datasets  Say which lists are loaded
  evaluate  Measure the scoring on labelled pairs of names
  explain   Say step by step how one verdict came about
  help      Print help, man pages or shell completions
  import    Load lists, or newer versions of them
  init      Make a new home
  officer   Say who may log in, and as what
  rebuild   Make the index again
  screen    Ask whether someone or something is on a list
  search    Find entities by what is written about them
  searches  Print who searched for what
  serve     Answer programs and people over HTTP
  show      Show one entity with everything that hangs on it
  token     Give keys to programs
  update    Bring the lists of a manifest up to date
  version   Print the version

Options of every command
  --color WHEN
      Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
  --help
      Print help and leave.
  --home DIR
      The home folder. Without it: $TOCSIN_HOME, else $XDG_DATA_HOME/tocsin,
      else ~/.local/share/tocsin.
  --json
      Print JSON for programs instead of text for people; errors as problem+json
      (RFC 9457) on standard error.

`tocsin help COMMAND` says all about one command. A first try: `tocsin init`,
`tocsin import FILE`, `tocsin screen NAME`.
$ tocsin --help
tocsin screens people and organisations against published lists, in any script
  and spelling, and says why.

Usage
  tocsin [--home DIR] COMMAND [OPTIONS] [ARGUMENTS]

Commands
  check     Prove that the home is whole
  config    Say which settings are in force, and who said so
  datasets  Say which lists are loaded
  evaluate  Measure the scoring on labelled pairs of names
  explain   Say step by step how one verdict came about
  help      Print help, man pages or shell completions
  import    Load lists, or newer versions of them
  init      Make a new home
  officer   Say who may log in, and as what
  rebuild   Make the index again
  screen    Ask whether someone or something is on a list
  search    Find entities by what is written about them
  searches  Print who searched for what
  serve     Answer programs and people over HTTP
  show      Show one entity with everything that hangs on it
  token     Give keys to programs
  update    Bring the lists of a manifest up to date
  version   Print the version

Options of every command
  --color WHEN
      Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
  --help
      Print help and leave.
  --home DIR
      The home folder. Without it: $TOCSIN_HOME, else $XDG_DATA_HOME/tocsin,
      else ~/.local/share/tocsin.
  --json
      Print JSON for programs instead of text for people; errors as problem+json
      (RFC 9457) on standard error.

`tocsin help COMMAND` says all about one command. A first try: `tocsin init`,
`tocsin import FILE`, `tocsin screen NAME`.
$ tocsin help show
tocsin show [OPTIONS] ID
  Show one entity with everything that hangs on it

  Prints the entity's properties, and inside it its sanctions, documents,
  addresses and links. With --history also what each import changed.

Options
  --history
      Also every version, with what was added and removed.

Options of every command
  --color WHEN
      Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
  --help
      Print help and leave.
  --home DIR
      The home folder. Without it: $TOCSIN_HOME, else $XDG_DATA_HOME/tocsin,
      else ~/.local/share/tocsin.
  --json
      Print JSON for programs instead of text for people; errors as problem+json
      (RFC 9457) on standard error.

Examples
  tocsin show ofac-90001 --history
      One entry and how it became what it is.

Exit status
  0  done
  2  the command line was not understood
  3  something failed
$ tocsin show --help
tocsin show [OPTIONS] ID
  Show one entity with everything that hangs on it

  Prints the entity's properties, and inside it its sanctions, documents,
  addresses and links. With --history also what each import changed.

Options
  --history
      Also every version, with what was added and removed.

Options of every command
  --color WHEN
      Colours: auto (on a terminal, unless NO_COLOR is set), always or never.
  --help
      Print help and leave.
  --home DIR
      The home folder. Without it: $TOCSIN_HOME, else $XDG_DATA_HOME/tocsin,
      else ~/.local/share/tocsin.
  --json
      Print JSON for programs instead of text for people; errors as problem+json
      (RFC 9457) on standard error.

Examples
  tocsin show ofac-90001 --history
      One entry and how it became what it is.

Exit status
  0  done
  2  the command line was not understood
  3  something failed
$ tocsin help shwo
tocsin: no command 'shwo'; did you mean 'show'?
[exit 2]
$ tocsin help --format=pdf
tocsin: --format: 'pdf' is none of: bash fish json scdoc text zsh
[exit 2]
$ tocsin --version
tocsin 0.1.0
