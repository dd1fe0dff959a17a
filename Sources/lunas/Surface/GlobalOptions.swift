import ArgumentParser

/// Options that every command has, before its name or behind it.
struct GlobalOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The database: a path, sqlite:PATH or postgres://….", valueName: "url"))
    var database: String?

    @Flag(help: "Print one JSON document on standard output, and nothing else there.")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Language of the sentences: id or en. Default: LUNAS_LANGUAGE, else the setting \"language\".",
            valueName: "id|en"))
    var language: String?
}
