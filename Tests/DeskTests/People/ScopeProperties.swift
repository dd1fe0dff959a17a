import Casework
import Formats
import Receivables
import Store
import Support
import Testing
import Wording

@testable import Desk

/// Nobody is told anything of a portfolio or branch that is not theirs, whatever they ask or try.
@Suite struct ScopeProperties {
    /// Two creditors; the first one has two portfolios, and one of them two branches. Everything about an account
    /// carries the mark of its place, so that what is told can be searched for what is hidden.
    private struct Place: Hashable, Sendable {
        let creditor: String
        let portfolio: String
        let branch: String
        let mark: String
    }

    private static let places = [
        Place(creditor: "Satu", portfolio: "Motor", branch: "Bogor", mark: "MB"),
        Place(creditor: "Satu", portfolio: "Motor", branch: "Depok", mark: "MD"),
        Place(creditor: "Satu", portfolio: "Mobil", branch: "Bogor", mark: "BB"),
        Place(creditor: "Dua", portfolio: "Paylater", branch: "Depok", mark: "PD"),
    ]

    /// References end in a mark that is found nowhere else.
    private static func hides(_ text: String, _ place: Place) -> Bool { !text.contains("@\(place.mark)") }

    private final class Marked {
        let book: TestBook
        /// The accounts of each place, and every debtor with the places of their accounts.
        var accounts: [Place: [String]] = [:]
        var debtors: [String: Set<Place>] = [:]
        let today: Day

        init(_ seed: UInt64, _ tested: TestedEngine) throws {
            book = try TestBook(tested)
            today = try TestBook.day("2026-03-02")
            for place in ScopeProperties.places {
                var changes = PortfolioChanges()
                changes.creditor = place.creditor
                _ = try book.desk.setPortfolio(place.portfolio, changes)
            }
            var random = Seeded(seed)
            for place in ScopeProperties.places { try fill(place, &random) }
            try book.run("2026-03-02")
            for place in ScopeProperties.places { try record(place) }
        }

        /// Debtors of the first creditor have accounts in several places.
        private func fill(_ place: Place, _ random: inout Seeded) throws {
            var dues = "Customer ID,Account,Branch,Invoice,Due date,Principal,Customer name\n"
            var money = "Account,Payment reference,Payment date,Amount\n"
            for number in 1...5 {
                let account = "K\(number)@\(place.mark)"
                let debtor = "D\(random.int(1...4))-\(place.creditor)"
                accounts[place, default: []].append(account)
                debtors[debtor, default: []].insert(place)
                for due in 1...random.int(1...3) {
                    let day = today.adding(days: -random.int(1...120))
                    dues += "\(debtor),\(account),\(place.branch),\(account)-\(due),\(day),"
                    dues += "\(random.int(5...9)).00,Budi\n"
                }
                if random.chance(50) { money += "\(account),P\(account),\(today.adding(days: -1)),1.00\n" }
            }
            money += "X@\(place.mark),PX@\(place.mark),\(today),2.00\n"
            try book.take(.receivables, dues) { $0.portfolio = place.portfolio }
            try book.take(.payments, money) { $0.portfolio = place.portfolio }
        }

        private func record(_ place: Place) throws {
            let account = try #require(accounts[place]?.first)
            let subject = RecordingSubject(account: account, creditor: place.creditor)
            var contact = ContactToRecord(channel: .call, result: .reached)
            contact.note = "kontak @\(place.mark)"
            _ = try book.desk.record(contact, subject)
            var promise = PromiseToRecord(amount: "1", day: today.adding(days: 3))
            promise.note = "janji @\(place.mark)"
            _ = try book.desk.record(promise, subject)
            var hold = HoldToRecord(reason: .dispute)
            hold.note = "sengketa @\(place.mark)"
            _ = try book.desk.record(hold, subject)
        }
    }

    private struct View: Sendable, CustomStringConvertible {
        let portfolios: Set<String>?
        let branches: Set<String>?
        var description: String { "\(portfolios?.sorted() ?? []) \(branches?.sorted() ?? [])" }

        var access: Access {
            Access(
                .user(7), name: "sari", permissions: Set(Permission.allCases), portfolios: portfolios,
                branches: branches)
        }

        func shows(_ place: Place) -> Bool {
            portfolios?.contains(place.portfolio) ?? true && branches?.contains(place.branch) ?? true
        }

        /// Nothing of the creditor of a place is hidden.
        func showsCreditor(_ place: Place) -> Bool {
            branches == nil
                && ScopeProperties.places.filter { $0.creditor == place.creditor }.allSatisfy {
                    portfolios?.contains($0.portfolio) ?? true
                }
        }
    }

    private static let views = [
        View(portfolios: ["Motor"], branches: nil), View(portfolios: ["Paylater"], branches: nil),
        View(portfolios: nil, branches: ["Bogor"]), View(portfolios: ["Motor"], branches: ["Depok"]),
        View(portfolios: ["Motor", "Mobil"], branches: nil), View(portfolios: [], branches: nil),
        View(portfolios: nil, branches: []), View(portfolios: ["Nothing"], branches: ["Nowhere"]),
    ]

    /// Everything that somebody can be told, in one text.
    private static func told(_ marked: Marked, _ desk: Desk) throws -> String {
        let (day, catalogue) = (marked.today, Catalogue(.english))
        var told: [String] = []
        for debtor in marked.debtors.keys.sorted() {
            let question = AccountQuestion(reference: debtor, asOf: day)
            do { told.append(try desk.debtor(question).json(catalogue.say).text(indent: nil)) } catch is Problem {}
        }
        for account in marked.accounts.values.flatMap({ $0 }).sorted() {
            for known in [nil, marked.book.now] {
                let question = AccountQuestion(reference: account, asOf: day, knownAt: known)
                guard case .account(let answer)? = try? desk.find(question) else { continue }
                told.append(answer.json(catalogue.say).text(indent: nil))
            }
        }
        let list = try desk.worklist(WorklistQuestion(date: day))
        told += list.items.map { "\($0.debtor) \($0.accounts) \($0.overdue) \($0.portfolios) \($0.score.points)" }
        told.append(try desk.waitingPayments().json().text(indent: nil))
        told += try desk.imports().map { "\($0.file) \($0.portfolio)" }
        told += try desk.portfolios().map(\.name)
        for kind in ExportKind.allCases {
            let path = marked.book.scratch.path("\(kind.rawValue).csv")
            _ = try desk.export(kind, ExportFilter(asOf: day), as: .csv, to: path, in: catalogue)
            told.append(String(decoding: try marked.book.scratch.bytes("\(kind.rawValue).csv"), as: UTF8.self))
        }
        return told.joined(separator: "\n")
    }

    @Test(arguments: TestedEngine.all) func whatIsHiddenIsToldNowhere(tested: TestedEngine) throws {
        for seed in 1...UInt64(Effort.cases(3, long: 40)) {
            let marked = try Marked(seed, tested)
            let all = try ScopeProperties.told(marked, marked.book.desk)
            for place in ScopeProperties.places { #expect(!ScopeProperties.hides(all, place), "the test sees it") }
            for view in ScopeProperties.views {
                let told = try ScopeProperties.told(marked, marked.book.desk.acting(as: view.access))
                for place in ScopeProperties.places where !view.shows(place) {
                    #expect(ScopeProperties.hides(told, place), "\(place.mark) to \(view), seed \(seed)")
                    #expect(view.portfolios?.contains(place.portfolio) ?? true || !told.contains(place.portfolio))
                }
                for place in ScopeProperties.places where view.shows(place) {
                    #expect(!ScopeProperties.hides(told, place), "\(place.mark) is theirs: \(view), seed \(seed)")
                }
                for (debtor, places) in marked.debtors where !places.contains(where: view.shows) {
                    #expect(!told.contains(debtor), "\(debtor) to \(view), seed \(seed)")
                }
                for place in ScopeProperties.places {
                    let isTold = told.contains("PX@\(place.mark)")
                    #expect(isTold == view.showsCreditor(place), "waiting money of \(place.mark) to \(view)")
                }
            }
        }
    }

    /// What somebody sees of the figures is what there is in a book of nothing else.
    @Test func figuresAreThoseOfThePartAlone() throws {
        let marked = try Marked(5, .chosen)
        let whole = try marked.book.desk.ageing(AgeingQuestion(asOf: marked.today))
        for known in [nil, marked.book.now] {
            var parts: [Int64] = []
            for place in ScopeProperties.places {
                let view = View(portfolios: [place.portfolio], branches: [place.branch])
                let question = AgeingQuestion(asOf: marked.today, knownAt: known)
                let ageing = try marked.book.desk.acting(as: view.access).ageing(question)
                #expect(ageing.waitingPayments == 0)
                let json = ageing.json.text(indent: nil)
                let sums = try #require(ageing.json["currencies"]?.array?.first?["open"]?["amount"]?.string)
                let part = Int64(sums.filter(\.isNumber)) ?? 0
                #expect(part > 0, "\(json)")
                parts.append(part)
            }
            let all = try #require(whole.json["currencies"]?.array?.first?["open"]?["amount"]?.string)
            #expect(parts.reduce(0, +) == Int64(all.filter(\.isNumber)))
        }
        let view = View(portfolios: ["Motor"], branches: nil).access
        let hidden = AgeingQuestion(asOf: marked.today, portfolio: "Mobil")
        #expect(try Problem.code { _ = try marked.book.desk.acting(as: view).ageing(hidden) } == .portfolioUnknown)
    }

    /// Changing what is hidden is refused as if it were not there, and changes nothing.
    @Test(arguments: TestedEngine.all) func whatIsHiddenCannotBeChanged(tested: TestedEngine) throws {
        let marked = try Marked(2, tested)
        let entries = try marked.book.count("SELECT count(*) FROM journal")
        let desk = marked.book.desk.acting(as: View(portfolios: ["Motor"], branches: ["Bogor"]).access)
        for place in ScopeProperties.places where place.mark != "MB" {
            let account = try #require(marked.accounts[place]?.first)
            let subject = RecordingSubject(account: account)
            let hold = Int64(
                try marked.book.count("SELECT hold_id FROM holds WHERE note = 'sengketa @\(place.mark)'"))
            let waiting = PaymentName.reference("PX@\(place.mark)")
            let own = RecordingSubject(account: try #require(marked.accounts[ScopeProperties.places[0]]?.first))
            let attempts: [(ProblemCode, () throws -> Void)] = [
                (.accountUnknown, { _ = try desk.record(ContactToRecord(channel: .call, result: nil), subject) }),
                (.accountUnknown, { _ = try desk.record(note: "x", subject) }),
                (.accountUnknown, { _ = try desk.record(PromiseToRecord(amount: "1", day: marked.today), subject) }),
                (.accountUnknown, { _ = try desk.record(HoldToRecord(reason: .dispute), subject) }),
                (.accountUnknown, { _ = try desk.addPayment(PaymentToAdd(amount: "1"), subject) }),
                (.holdUnknown, { _ = try desk.endHold(hold, RecordingSubject()) }),
                (.paymentUnknown, { _ = try desk.assignPayment(waiting, own) }),
                (.paymentUnknown, { _ = try desk.reversePayment(.reference("P\(account)"), RecordingSubject()) }),
            ]
            for (index, attempt) in attempts.enumerated() {
                #expect(try Problem.code(attempt.1) == attempt.0, "\(place.mark), attempt \(index)")
            }
        }
        #expect(try Problem.code { _ = try desk.undoImport(1, force: true) } == .importUnknown)
        #expect(try Problem.code { _ = try desk.rejects(ofImport: 1) } == .importUnknown)
        #expect(try marked.book.count("SELECT count(*) FROM journal") == entries)
        #expect(try marked.book.broken() == [])
    }

    /// A file speaks about all of a creditor.
    @Test func aFileGoesInWhereNothingOfItsCreditorIsHidden() throws {
        let marked = try Marked(3, .chosen)
        let file = try marked.book.scratch.write(
            "more.csv", "Customer ID,Account,Invoice,Due date,Principal\nD9-Dua,K9,I9,2026-02-01,5.00\n")
        func outcome(_ view: View, _ portfolio: String?) throws -> ProblemCode? {
            var options = ImportOptions(kind: .receivables, path: file, asOf: marked.today)
            (options.portfolio, options.isDryRun) = (portfolio, true)
            return try Problem.code { _ = try marked.book.desk.acting(as: view.access).importFile(options) }
        }
        #expect(try outcome(View(portfolios: ["Paylater"], branches: nil), "Paylater") == nil)
        #expect(try outcome(View(portfolios: ["Paylater"], branches: ["Depok"]), "Paylater") == .notPermitted)
        #expect(try outcome(View(portfolios: ["Motor"], branches: nil), "Motor") == .notPermitted)
        #expect(try outcome(View(portfolios: ["Motor", "Mobil"], branches: nil), "Motor") == nil)
        #expect(try outcome(View(portfolios: ["Motor"], branches: nil), "Paylater") == .portfolioUnknown)
        #expect(try outcome(View(portfolios: ["Motor"], branches: nil), nil) == .notPermitted)
        #expect(try outcome(View(portfolios: ["Motor"], branches: nil), "New") == .notPermitted)
        #expect(try outcome(View(portfolios: nil, branches: nil), "New") == nil)
    }
}
