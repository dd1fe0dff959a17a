import Testing

@Suite struct UseCaseTests {
    @Test func everyUseCaseAsksForAPermission() throws {
        let files = Clone.here.swift("Sources/Desk")
        #expect(try files.flatMap(UseCases.findings).map(\.description) == [])
        let names = Set(try files.flatMap(UseCases.verbs).map(\.name))
        #expect(names.count > 40)
        #expect(Set(UseCases.open.keys).subtracting(names) == [], "exceptions that are none any more")
    }

    @Test func findsOneThatDoesNot() throws {
        let code = """
            extension Desk {
                /// One.
                package func one(_ a: Int) throws -> Int { a }

                package func two(
                    _ a: Int
                ) throws {
                    try access.require(.seeDebtors)
                    three()
                }

                func three() {}
            }

            extension Reading {
                package func four() {}
            }
            """
        let file = TextFile(path: "Sources/Desk/A.swift", text: code)
        #expect(try UseCases.verbs(file).map(\.name) == ["one", "two"])
        #expect(try UseCases.findings(file).map(\.line) == [3])
        #expect(try UseCases.findings(TextFile(path: "Sources/Store/A.swift", text: code)).isEmpty)
    }
}
