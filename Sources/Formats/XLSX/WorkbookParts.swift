import Receivables

/// The list of sheets of a workbook and the paths of their files.
final class WorkbookListener: XMLListener {
    private(set) var sheets: [(name: String, relation: String, isHidden: Bool)] = []
    private(set) var uses1904 = false

    func started(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "sheet":
            guard let title = attributes["name"], let relation = attributes["r:id"] ?? attributes["id"] else { return }
            sheets.append((title, relation, attributes["state"].map { $0 != "visible" } ?? false))
        case "workbookPr": uses1904 = attributes["date1904"] == "1" || attributes["date1904"] == "true"
        default: break
        }
    }

    func ended(_ name: String) {}
    func text(_ bytes: Bytes) {}
}

/// Relation ids and the files that they mean (ECMA-376 part 2, 9.3).
final class RelationsListener: XMLListener {
    /// Targets by id, as paths inside the archive.
    private(set) var targets: [String: String] = [:]
    private var ofType: [String: String] = [:]
    private var sheets: Set<String> = []
    /// The folder to which targets are relative, with its slash at the end.
    private let base: String

    init(base: String) { self.base = base }

    /// The first target of a type, which is known by the last word of its address.
    func target(ofType type: String) -> String? { ofType[type] }

    /// Whether the relation leads to a sheet of cells, not to a chart.
    func isWorksheet(_ id: String) -> Bool { sheets.contains(id) }

    func started(_ name: String, _ attributes: [String: String]) {
        guard name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] else { return }
        let path = target.hasPrefix("/") ? String(target.dropFirst()) : base + target
        let type = String(attributes["Type"]?.split(separator: "/").last ?? "")
        targets[id] = path
        if ofType[type] == nil { ofType[type] = path }
        if type == "worksheet" { sheets.insert(id) }
    }

    func ended(_ name: String) {}
    func text(_ bytes: Bytes) {}
}

/// The cell styles that show a number as a date (ECMA-376 part 1, 18.8.30).
final class StylesListener: XMLListener {
    private var customDates: Set<Int> = []
    private var isInCellFormats = false
    /// By style index: whether it is a date.
    private(set) var isDate: [Bool] = []
    /// By style index: how many digits a format of zeros only shows (`000000` → 6), else 0.
    private(set) var zeros: [Int] = []
    private var customZeros: [Int: Int] = [:]

    func started(_ name: String, _ attributes: [String: String]) {
        switch name {
        case "numFmt":
            guard let id = attributes["numFmtId"].flatMap({ Int($0) }), let code = attributes["formatCode"] else {
                return
            }
            if StylesListener.showsDate(code) { customDates.insert(id) }
            if code.count <= 30, code.utf8.allSatisfy({ $0 == 0x30 }) { customZeros[id] = code.utf8.count }
        case "cellXfs": isInCellFormats = true
        case "xf" where isInCellFormats:
            let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
            zeros.append(customZeros[id] ?? 0)
            isDate.append(
                (14...17).contains(id) || id == 22 || (27...36).contains(id) || (50...58).contains(id)
                    || customDates.contains(id))
        default: break
        }
    }

    func ended(_ name: String) { if name == "cellXfs" { isInCellFormats = false } }
    func text(_ bytes: Bytes) {}

    /// Whether a format code has a day or a year outside quotes and brackets.
    private static func showsDate(_ code: String) -> Bool {
        var isQuoted = false
        var isBracketed = false
        var skip = false
        for character in code.lowercased() {
            if skip {
                skip = false
                continue
            }
            switch character {
            case "\\": skip = true
            case "\"": isQuoted.toggle()
            case "[": isBracketed = true
            case "]": isBracketed = false
            case "d", "y": if !isQuoted, !isBracketed { return true }
            default: break
            }
        }
        return false
    }
}

/// The texts that cells share, in one block of memory.
final class SharedTextsListener: XMLListener {
    private var texts: [UInt8] = []
    private var ends: [Int] = []
    private var isInText = false
    private var isPhonetic = false
    /// Where the text of the current run starts.
    private var runStart = 0
    private let name: String

    init(name: String) { self.name = name }

    func started(_ name: String, _ attributes: [String: String]) {
        if name == "t" {
            isInText = !isPhonetic
            runStart = texts.count
        }
        if name == "rPh" { isPhonetic = true }
    }

    func ended(_ name: String) throws(Problem) {
        switch name {
        case "t":
            if isInText { WorkbookText.unescape(&texts, from: runStart) }
            isInText = false
        case "rPh": isPhonetic = false
        case "si":
            ends.append(texts.count)
            try refuseTooMuch()
        default: break
        }
    }

    func text(_ bytes: Bytes) throws(Problem) {
        guard isInText else { return }
        texts.append(contentsOf: bytes)
        try refuseTooMuch()
    }

    private func refuseTooMuch() throws(Problem) {
        guard texts.count + ends.count * MemoryLayout<Int>.size > FormatLimits.sharedStringsBytesMax else { return }
        throw Gunzip.damaged(
            name, Phrase(.sharedTextsTooLarge, [Fact("limit", FormatLimits.sharedStringsBytesMax >> 20)]))
    }

    func withText(_ index: Int, _ body: (Bytes) throws(Problem) -> Void) throws(Problem) {
        guard ends.indices.contains(index) else { throw Gunzip.damaged(name, Phrase(.sharedTextMissing)) }
        let from = index == 0 ? 0 : ends[index - 1]
        let texts = texts
        var problem: Problem?
        texts.withUnsafeBufferPointer { all in
            do throws(Problem) { try body(Bytes(rebasing: all[from..<ends[index]])) } catch { problem = error }
        }
        if let problem { throw problem }
    }
}
