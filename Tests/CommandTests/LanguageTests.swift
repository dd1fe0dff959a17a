import Formats
import Support
import Testing

/// One output, one language: that of the option, else of the variable, else of the installation.
@Suite struct LanguageTests {
    private let english = "There is no account", indonesian = "Akun \"X\" tidak ada"

    private func said(_ scratch: Scratch, _ arguments: [String], _ environment: [String: String] = [:]) throws -> String
    {
        let ended = try Program(in: scratch.folder, environment: environment).run(["account", "X"] + arguments)
        #expect(ended.status == 65)
        #expect(ended.out.isEmpty)
        return ended.err
    }

    @Test func whoChoosesTheLanguage() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder)
        #expect(try program.run("init").status == 0)
        #expect(try said(scratch, []).contains(indonesian))
        #expect(try said(scratch, [], ["LUNAS_LANGUAGE": "en"]).contains(english))
        #expect(try said(scratch, ["--language", "en"]).contains(english))
        #expect(try said(scratch, ["--language", "id"], ["LUNAS_LANGUAGE": "en"]).contains(indonesian))
        #expect(try program.run("settings", "set", "language", "en").status == 0)
        #expect(try said(scratch, []).contains(english))
        #expect(try said(scratch, [], ["LUNAS_LANGUAGE": "id"]).contains(indonesian))
        #expect(try said(scratch, [], ["LUNAS_LANGUAGE": ""]).contains(english))
    }

    @Test func anUnknownLanguageIsRefusedAndNamed() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder)
        let byOption = try program.run("init", "--language", "fr", "--json")
        #expect(byOption.status == 64)
        #expect(JSONValue(parsing: byOption.out)?["error"]?["details"]?["option"]?.string == "--language")
        let byVariable = try Program(in: scratch.folder, environment: ["LUNAS_LANGUAGE": "fr"]).run("init", "--json")
        #expect(byVariable.status == 64)
        #expect(JSONValue(parsing: byVariable.out)?["error"]?["details"]?["option"]?.string == "LUNAS_LANGUAGE")
    }

    @Test func aFixedTimeThatCannotBeReadIsRefused() throws {
        let scratch = try Scratch()
        let ended = try Program(in: scratch.folder, environment: ["LUNAS_NOW": "yesterday"]).run("init", "--json")
        #expect(ended.status == 64)
        #expect(JSONValue(parsing: ended.out)?["error"]?["details"]?["option"]?.string == "LUNAS_NOW")
    }

    /// Keys, codes and numbers of documents do not depend on the language.
    @Test func documentsAreTheSameInEveryLanguage() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder, environment: ["LUNAS_NOW": "2026-11-23T10:00:00+07:00"])
        #expect(try program.run("demo", "--accounts", "20", "--database", "book.sqlite").status == 0)
        for command in [
            ["ageing"], ["verify"], ["collector", "list"], ["portfolio", "list"], ["settings"], ["imports"],
        ] {
            let arguments = command + ["--json", "--database", "book.sqlite"]
            let indonesian = try program.run(arguments + ["--language", "id"])
            let english = try program.run(arguments + ["--language", "en"])
            #expect(indonesian.status == 0)
            #expect(!indonesian.out.isEmpty)
            #expect(indonesian.out == english.out, "\(command)")
        }
    }

    @Test func recordingTakesTheWordsOfTheField() throws {
        let scratch = try Scratch()
        let now = ["LUNAS_NOW": "2026-11-23T10:00:00+07:00"]
        let program = Program(in: scratch.folder, environment: now)
        #expect(try program.run("init").status == 0)
        try scratch.write("d.csv", "debtor_id,name\nD1,Budi\n")
        let imported = try program.run("import", "debtors", "d.csv")
        #expect(imported.status == 0, "\(imported.err)")
        let words = [
            ("PTP", "WA", "promised", "whatsapp"), ("tidak diangkat", "telepon", "no-answer", "call"),
            ("no answer", "call", "no-answer", "call"), ("already-paid", "visit", "already-paid", "visit"),
        ]
        for (result, channel, meantResult, meantChannel) in words {
            let ended = try program.run(
                "record", "contact", "--debtor", "D1", "--result", result, "--channel", channel, "--json")
            let answer = try #require(JSONValue(parsing: ended.out))
            #expect(answer["result"]?.string == meantResult)
            #expect(answer["channel"]?.string == meantChannel)
        }
        let hold = try program.run("record", "hold", "--debtor", "D1", "--reason", "Sengketa", "--json")
        #expect(JSONValue(parsing: hold.out)?["reason"]?.string == "dispute")
    }

    /// Who is named by an account is answered by their own reference.
    @Test func answersNameTheDebtor() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder, environment: ["LUNAS_NOW": "2026-11-23T10:00:00+07:00"])
        #expect(try program.run("init").status == 0)
        try scratch.write("a.csv", "debtor_id,account_no\nD1,A1\n")
        let imported = try program.run("import", "accounts", "a.csv")
        #expect(imported.status == 0, "\(imported.err)")
        let things = [
            ["contact"], ["hold"], ["note", "--text", "x"], ["promise", "--amount", "5000", "--date", "2026-11-30"],
        ]
        for thing in things {
            let ended = try program.run(["record"] + thing + ["--account", "A1", "--json"])
            #expect(JSONValue(parsing: ended.out)?["debtor"]?.string == "D1", "\(thing) \(ended.out)")
        }
    }

    @Test func anUnknownWordIsAnsweredWithTheKnownOnes() throws {
        let scratch = try Scratch()
        let program = Program(in: scratch.folder)
        #expect(try program.run("init").status == 0)
        let ended = try program.run("record", "contact", "--debtor", "D1", "--result", "hm")
        #expect(ended.status == 64)
        #expect(ended.err.contains("no-answer (tidak diangkat)"))
        #expect(ended.err.contains("callback"))
    }
}
