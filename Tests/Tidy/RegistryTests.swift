import Testing

@Suite struct RegistryTests {
    @Test(arguments: Registry.all) func everythingIsListed(_ registry: Registry) throws {
        let names = try registry.names(.here)
        #expect(!names.isEmpty)
        let list = try Clone.here.file(registry.listed).code
        #expect(try registry.missing(names, in: list) == [], "\(registry.what) that \(registry.listed) leaves out")
    }

    @Test(arguments: Registry.all) func findsWhatIsLeftOut(_ registry: Registry) throws {
        let list = "[" + registry.form.replacing("#", with: "one") + "]"
        #expect(try registry.missing(["one", "on"], in: list) == ["on"])
    }

    /// Every command is reached from the first one.
    @Test func everyCommandIsReached() throws {
        let files = Clone.here.swift("Sources/lunas")
        let names = try Commands.types(files)
        #expect(names.count > 20)
        #expect(try Commands.unreached(names, in: files.map(\.code)) == [])
        #expect(try Commands.unreached(["A", "B"], in: ["subcommands: [A.self]"]) == ["B"])
    }

    /// Migrations are numbered 1, 2, 3 … in the order in which they run.
    @Test func migrationsAreNumbered() throws {
        let pattern = try Pattern(#"= Migration\(\s*id: (\d+)"#)
        let numbers = Clone.here.swift("Sources/Store/Schema").flatMap { file in
            pattern.matches(file.code).compactMap { Int($0.groups[0]) }
        }
        #expect(numbers.sorted() == Array(1...max(1, numbers.count)))
    }
}

/// The commands of the program, as their sources declare them.
enum Commands {
    static func types(_ files: [TextFile]) throws -> [String] {
        let pattern = try Pattern(#"struct (\w+): (?:ParsableCommand|ImportCommand|AsyncParsableCommand)\b"#)
        return files.flatMap { pattern.matches($0.code).map { $0.groups[0] } }.filter { $0 != "Lunas" }
    }

    static func unreached(_ names: [String], in codes: [String]) throws -> [String] {
        try names.filter { name in
            let pattern = try Pattern(#"\b"# + name + #"\.self\b"#)
            return !codes.contains { pattern.isIn($0) }
        }
    }

    /// The words by which commands are called.
    static func words(_ files: [TextFile]) throws -> Set<String> {
        let named = try Pattern(#"commandName: "([\w-]+)""#)
        var words = Set(files.flatMap { named.matches($0.text).map { $0.groups[0] } })
        words.formUnion(try types(files).map { $0.lowercased() })
        return words
    }

    /// The long options that some command has.
    static func options(_ files: [TextFile]) throws -> Set<String> {
        let custom = try Pattern(#"\.customLong\("([\w-]+)"\)"#)
        let plain = try Pattern(#"@(?:Option|Flag)\b[^@]*?\bvar (\w+)"#)
        var options: Set = ["help", "version"]
        for file in files {
            options.formUnion(custom.matches(file.text).map { $0.groups[0] })
            options.formUnion(plain.matches(file.code).map { kebab($0.groups[0]) })
        }
        return options.union(options.map { "no-" + $0 }).union(["vanished"])
    }

    private static func kebab(_ name: String) -> String {
        name.reduce(into: "") { text, letter in
            text += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
        }
    }
}
