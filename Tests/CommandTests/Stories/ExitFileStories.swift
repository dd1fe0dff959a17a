import Support
import Testing

/// Exits that a strategy file names.
@Suite struct ExitFileStories {
    private static let head = """
        strategy: default
        segments:
          - name: all
            ladder:
              - { id: c, dpd: 1, do: call }

        """

    private func book(_ exits: String) throws -> Book {
        let book = try Book()
        try book.file("s.yaml", ExitFileStories.head + "exits:\n" + exits)
        try book.json("strategy set s.yaml")
        try book.file(
            "dues.csv",
            """
            Customer No,Contract No,Status,Due Date,Amount
            C1,K1,AKTIF,2026-02-28,20000
            C2,K2,AKTIF,2026-02-28,90000
            C3,K3,Jual Piutang,2026-02-28,90000
            C4,K4,AKTIF,2025-10-01,90000
            """)
        try book.json("import receivables dues.csv")
        return book
    }

    @Test func theFileDecides() throws {
        let book = try book(
            """
              - { when: settled, close: settled }
              - { when: cured, close: cured }
              - { when: overdueBelow, amount: 25000, close: cured }
              - { when: status, is: [JUAL-PIUTANG], close: placed }
              - { when: dpdFrom, days: 120, do: placement, id: exit-120 }

            """)
        let run = try book.json("run")
        #expect(run["casesOpened"] == 2, "neither the little one nor the one that was sold")
        let items = try book.json("worklist")["items"].list
        #expect(Set(items.map { "\($0["debtor"].text ?? "") \($0["stepId"].text ?? "")" }) == ["C2 c", "C4 exit-120"])
        // A payment that leaves little ends the case.
        try book.json("payments add --account K2 --amount 70000")
        #expect(try book.json("run --date 2026-03-11")["casesClosed"] == 1)
        #expect(try book.json("run --date 2026-03-12")["casesOpened"] == 0)
        #expect(try book.json("account K2 --as-of 2026-03-12")["overdue"] == "20000.00", "it is still owed")
        try book.verify()
    }

    @Test func withoutExitsAllStaysAsItWas() throws {
        let book = try book("  []\n")
        #expect(try book.json("run")["casesOpened"] == 4)
    }

    @Test func mistakesAreNamedWithTheirLine() throws {
        let book = try Book()
        for line in [
            "  - { when: tired, close: cured }", "  - { close: cured }", "  - { when: cured, close: placed }",
            "  - { when: overdueBelow, close: cured }", "  - { when: overdueBelow, amount: -1, close: cured }",
            "  - { when: status, is: [WO] }", "  - { when: status, is: WO, close: placed }",
            "  - { when: dpdFrom, days: 10, do: call, id: x }", "  - { when: dpdFrom, days: 10, do: review, id: c }",
            "  - { when: dpdFrom, days: 10, do: review, id: x, colour: red }",
        ] {
            try book.file("s.yaml", ExitFileStories.head + "exits:\n" + line + "\n")
            let error = try book.fails("strategy set s.yaml --language en", 78, "strategy-invalid")
            #expect(error["message"].text?.contains("line 7") == true, "\(line): \(error.shown)")
        }
    }
}
