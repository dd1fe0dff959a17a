import Testing

@Suite struct SuiteRuleTests {
    private var targets: [String: [TextFile]] {
        Dictionary(grouping: Clone.here.swift("Tests")) { Floors.target(of: $0.path) ?? "" }
    }

    @Test func everyTestIsRun() throws {
        let lost = try Clone.here.swift("Tests").flatMap { try SuiteRules.lostTests($0) }
        #expect(lost == [])
        for (_, files) in targets {
            let suites = try SuiteRules.suites(files)
            let homeless = try files.flatMap { try SuiteRules.homelessTests($0, suites: suites) }
            #expect(homeless == [])
        }
    }

    /// Files of tests lie in the folder of a target: anywhere else nobody compiles them.
    @Test func everyFileHasATarget() throws {
        let declared = Set(try Manifest.dependencies(Clone.here.file("Package.swift").text).keys)
        let known = declared.union(Floors.programs.keys)
        for target in targets.keys { #expect(known.contains(target), "Tests/\(target) is no target") }
    }

    @Test func everyTestExpectsSomething() throws {
        let support = Clone.here.swift("Tests/Support")
        for (target, files) in targets where target != "Support" {
            let idle = try SuiteRules.idleTests(files, support: support)
            #expect(idle == [])
        }
    }

    @Test func findsALostTest() throws {
        let text =
            """
            @Suite struct A {\n    func testB() {\n        #expect(true)\n    }\n    @Test\n    func testC() {\n    \
            }\n}\n
            """
        #expect(try SuiteRules.lostTests(TextFile(path: "a.swift", text: text)).map(\.line) == [2])
    }

    @Test func findsAHomelessTest() throws {
        let text = """
            @Suite(.enabled(if: Data.isPresent), .serialized) struct A {
                struct Inner {
                    @Test func a() {}
                }
            }
            struct B {
                @Test func b() {}
            }
            extension A {
                @Test func c() {}
            }
            @Test func d() {}
            """
        let file = TextFile(path: "a.swift", text: text)
        let suites = try SuiteRules.suites([file])
        #expect(suites == ["A"])
        #expect(try SuiteRules.homelessTests(file, suites: suites).map(\.line) == [7, 12])
    }

    @Test func findsAnIdleTest() throws {
        let text = """
            @Suite struct A {
                @Test func direct() {
                    #expect(true)
                }
                @Test func through() {
                    check(1)
                }
                @Test func idle() {
                    other()
                }
                @Test func nested() {
                    func inner() -> Int {
                        1
                    }
                    #expect(inner() == 1)
                }
                func check(_ a: Int) {
                    #expect(a == 1)
                }
                func other() {
                }
            }
            """
        let found = try SuiteRules.idleTests([TextFile(path: "a.swift", text: text)], support: [])
        #expect(found.map(\.line) == [8])
    }
}
