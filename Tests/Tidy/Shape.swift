/// How long things may be. What is longer today stands in a list that may only become shorter.
enum Shape {
    static let fileLinesMax = 400
    static let functionLinesMax = 60
    static let columnsMax = 120

    static func longFile(_ file: TextFile) -> [Finding] {
        let count = file.lines.count - (file.text.hasSuffix("\n") ? 1 : 0)
        guard count > fileLinesMax else { return [] }
        return [Finding(path: file.path, line: count, what: "\(count) lines: a file has at most \(fileLinesMax)")]
    }

    static func longFunctions(_ file: TextFile) throws -> [Finding] {
        try SwiftFunction.all(in: file.code).filter { $0.lineCount > functionLinesMax }.map {
            Finding(
                path: file.path, line: $0.line,
                what: "\($0.name) has \($0.lineCount) lines: a function has at most \(functionLinesMax)")
        }
    }

    static func longLines(_ file: TextFile) -> [Finding] {
        file.lines.enumerated().filter { $0.element.count > columnsMax }.map {
            Finding(path: file.path, line: $0.offset + 1, what: "\($0.element.count) columns: at most \(columnsMax)")
        }
    }

    static func untidySpace(_ file: TextFile) -> [Finding] {
        var findings: [Finding] = []
        for (index, line) in file.lines.enumerated() {
            if line.contains("\t") { findings.append(Finding(path: file.path, line: index + 1, what: "a tab")) }
            if line.last?.isWhitespace == true {
                findings.append(Finding(path: file.path, line: index + 1, what: "space at the end of the line"))
            }
        }
        if !file.text.isEmpty, !file.text.hasSuffix("\n") || file.text.hasSuffix("\n\n") {
            findings.append(Finding(path: file.path, line: file.lines.count, what: "a file ends with one line end"))
        }
        return findings
    }
}
