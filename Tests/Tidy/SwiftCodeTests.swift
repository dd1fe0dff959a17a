import Testing

/// The reader of Swift on which the other rules stand.
@Suite struct SwiftCodeTests {
    @Test(arguments: [
        ("a // b", "a     "),
        ("a /* b /* c */ d */ e", "a                   e"),
        ("\"b\" + c", "\" \" + c"),
        (#""\(a + "b") c" d"#, #"" (a + " ")  " d"#),
        (#""\"" + c"#, #""  " + c"#),
        (##"#"\(a) " \#(b)"# c"##, ##"#"         (b)"# c"##),
        ("\"\"\"\n  b \"c\"\n  \"\"\" + d", "\"\"\"\n       \n  \"\"\" + d"),
    ])
    func blanksWords(text: String, code: String) { #expect(SwiftCode.withoutWords(text) == code.fixed(text)) }

    @Test func keepsLines() {
        for file in Clone.here.allSwift {
            #expect(file.code.count { $0 == "\n" } == file.text.count { $0 == "\n" }, "\(file.path)")
        }
    }

    @Test func findsFunctions() throws {
        let text = """
            struct A {
                let first = 1
                init(_ a: Int = { 1 }()) {
                    b()
                }
                func long(
                    a: Int
                ) -> Int {
                    if a { return 1 }
                    return 2
                }
                var value: Int { 1 }
                var other: Int {
                    2
                }
            }
            protocol P {
                func none() -> Int
                var x: Int { get }
            }
            """
        let functions = try SwiftFunction.all(in: SwiftCode.withoutWords(text))
        #expect(functions.map(\.name) == ["init", "long", "other"])
        #expect(functions.map(\.line) == [3, 6, 13])
        #expect(functions.map(\.lineCount) == [3, 6, 3])
    }

    /// Without this a reader that finds nothing would let everything pass.
    @Test func findsTheFunctionsOfThisClone() throws {
        let count = try Clone.here.swift("Sources").reduce(0) { try $0 + SwiftFunction.all(in: $1.code).count }
        #expect(count > 1000)
    }
}

extension String {
    /// The expected text as long as the original: spaces at its end are easily lost in a table.
    fileprivate func fixed(_ original: String) -> String {
        self + String(repeating: " ", count: max(0, original.utf8.count - utf8.count))
    }
}
