import Support
import Testing

/// A book with a little of everything, for tests that need one of each thing.
enum SmallBook {
    static let receivables = """
        Customer No,Customer Name,Phone,Province,Contract No,Invoice No,Invoice Date,Due Date,Amount
        C1,Budi Santoso,0812-3456-7890,DKI Jakarta,K1,I1,2026-01-01,2026-02-01,100000
        C1,Budi Santoso,0812-3456-7890,DKI Jakarta,K1,I2,2026-02-01,2026-03-01,100000
        C2,Ani,,,K2,I1,2026-01-05,2026-01-31,50000.50
        C3,Rina,,,K3,I1,2026-02-20,2026-04-20,75000
        """

    static let payments = """
        Contract No,Payment ID,Payment Date,Amount,Channel
        K1,P1,2026-02-10,40000,VA
        K9,P2,2026-02-11,25000,VA
        """

    static let promises = """
        Contract No,Promise Made,Promise Date,Promised Amount
        K1,2026-02-12,2026-02-20,60000
        """

    static let contacts = """
        Contract No,Channel,Contacted At,Result
        K1,WA,2026-02-12 10:15,janji bayar
        """

    /// The files are in, a collector works, and the day has been run.
    static func make(on tested: TestedEngine = .chosen) throws -> Book {
        let book = try Book(on: tested)
        try book.file("receivables.csv", receivables)
        try book.file("payments.csv", payments)
        try book.file("promises.csv", promises)
        try book.file("contacts.csv", contacts)
        try book.done("collector set Siti --minutes 300 --languages id")
        for kind in ["receivables", "payments", "promises", "contacts"] {
            try book.done("import \(kind) \(kind).csv")
        }
        try book.done("run")
        return book
    }
}
