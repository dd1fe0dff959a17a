import Receivables

/// What the sample book is made from: the same values give the same files, byte by byte.
package struct DemoOptions: Sendable {
    package var accounts: Int
    package var seed: UInt64
    /// The day on which the book is seen.
    package var today: Day

    package init(accounts: Int = 2000, seed: UInt64 = 1, today: Day) {
        self.accounts = accounts
        self.seed = seed
        self.today = today
    }
}

/// Generates the sample book debtor by debtor, in constant memory.
struct DemoBook {
    let options: DemoOptions
    let world: DemoWorld

    init(_ options: DemoOptions) throws(Problem) {
        self.options = options
        world = try DemoWorld()
    }

    /// How many accounts a line has.
    func accounts(_ line: DemoLine) -> Int {
        let first = options.accounts * DemoLine.multifinance.share / 100
        return line == .multifinance ? first : options.accounts - first
    }

    func write(_ line: DemoLine, to folder: String) throws(Problem) {
        let files = try DemoFiles(line, folder: folder, today: options.today)
        let count = accounts(line)
        var made = 0
        var debtor = 0
        while made < count {
            debtor += 1
            // Every debtor has numbers of their own, so that one more account changes nobody else.
            var random = Seeded(options.seed &* 1_000_003 &+ UInt64(debtor) &* 2 &+ (line == .paylater ? 1 : 0))
            let person = DemoPerson(debtor, line, world, &random)
            try files.write(person)
            let branch = person.address.split(separator: ",").last.map { String($0.drop { $0 == " " }) } ?? ""
            let own = min(count - made, random.chance(line == .paylater ? 20 : 7) ? 2 : 1)
            for _ in 0..<own {
                made += 1
                let account = DemoAccount(made, line, world, today: options.today, &random)
                try files.write(account, of: person, branch: branch)
            }
        }
        try files.finish()
    }
}
