import Receivables

/// What a column of dates shows about the order of day and month. The decision is taken on the whole column, never on a
/// sample: one value in a million can decide it.
package struct DateEvidence: Sendable {
    /// Values that only make sense day first, only month first, or either way with different days.
    package private(set) var dayFirstOnly = 0
    package private(set) var monthFirstOnly = 0
    package private(set) var either = 0
    /// The first value that could be either, and the first of each other kind.
    package private(set) var eitherExample: String?
    package private(set) var dayFirstExample: String?
    package private(set) var monthFirstExample: String?

    package init() {}

    /// Takes one value into account; empty text and text that is no date say nothing.
    package mutating func add(_ text: Bytes) {
        if WrittenDate.isoDay(text) != nil { return }
        guard let shape = WrittenDate(text)?.shape, case .numbers = shape else { return }
        switch (shape.day(.dayFirst), shape.day(.monthFirst)) {
        case (let day?, let month?):
            guard day != month else { return }
            either += 1
            if eitherExample == nil { eitherExample = text.trimmed.text }
        case (_?, nil):
            dayFirstOnly += 1
            if dayFirstExample == nil { dayFirstExample = text.trimmed.text }
        case (nil, _?):
            monthFirstOnly += 1
            if monthFirstExample == nil { monthFirstExample = text.trimmed.text }
        case (nil, nil): return
        }
    }

    /// Takes into account what another walk saw further on in the column.
    package mutating func add(_ later: DateEvidence) {
        dayFirstOnly += later.dayFirstOnly
        monthFirstOnly += later.monthFirstOnly
        either += later.either
        eitherExample = eitherExample ?? later.eitherExample
        dayFirstExample = dayFirstExample ?? later.dayFirstExample
        monthFirstExample = monthFirstExample ?? later.monthFirstExample
    }

    /// The order of day and month in this column.
    ///
    /// Errors: `date-ambiguous` with both readings when both fit every value; `date-mixed` when some values are surely
    /// day first and others surely month first, unless one kind is so rare (one in twenty) that it can only be a slip:
    /// such rows are then rejected one by one.
    package func order(column: String) throws(Problem) -> DateOrder {
        if dayFirstOnly == 0, monthFirstOnly == 0 {
            guard let example = eitherExample else { return .dayFirst }
            throw ambiguous(column, example)
        }
        if dayFirstOnly >= 20 * monthFirstOnly { return .dayFirst }
        if monthFirstOnly >= 20 * dayFirstOnly { return .monthFirst }
        throw Problem(
            .dateMixed,
            [
                Fact("column", column), Fact("dayFirst", dayFirstExample ?? ""),
                Fact("monthFirst", monthFirstExample ?? ""),
                Fact("dayFirstCount", dayFirstOnly), Fact("monthFirstCount", monthFirstOnly),
            ])
    }

    /// The pattern that a mapping file would say for this column, with the marks of its first decisive value; nil where
    /// no value needed an order.
    package func pattern(_ order: DateOrder) -> String? {
        guard let example = order == .dayFirst ? dayFirstExample : monthFirstExample else { return nil }
        let parts = order == .dayFirst ? ["dd", "MM"] : ["MM", "dd"]
        let numbers = example.split { !$0.isNumber }
        guard numbers.count >= 3 else { return parts.joined() + "yyyy" }
        let marks = example.split { $0.isNumber }
        return parts[0] + marks[0] + parts[1] + marks[1] + (numbers[2].count == 2 ? "yy" : "yyyy")
    }

    private func ambiguous(_ column: String, _ example: String) -> Problem {
        var facts = [Fact("column", column), Fact("value", example), Fact("count", either)]
        var text = example
        text.withUTF8 { bytes in
            guard let shape = WrittenDate(bytes)?.shape else { return }
            if let day = shape.day(.dayFirst) { facts.append(Fact("dayFirst", day)) }
            if let day = shape.day(.monthFirst) { facts.append(Fact("monthFirst", day)) }
        }
        return Problem(.dateAmbiguous, facts)
    }
}

/// Reads the dates of one column.
package enum DateReader: Sendable {
    case pattern(DatePattern)
    case order(DateOrder)

    /// The day, or nil when the text is no date of this column's kind.
    package func day(_ text: Bytes) -> Day? {
        if case .order = self, let day = WrittenDate.isoDay(text) { return day }
        return written(text)?.day
    }

    /// The day and, where written, the time.
    package func written(_ text: Bytes) -> (day: Day, timeOfDay: Int64?, offsetSeconds: Int?)? {
        switch self {
        case .pattern(let pattern):
            guard let date = pattern.read(text), let day = date.shape.day(.dayFirst) else { return nil }
            return (day, date.timeOfDay, date.offsetSeconds)
        case .order(let order):
            guard let date = WrittenDate(text), let day = date.shape.day(order) else { return nil }
            return (day, date.timeOfDay, date.offsetSeconds)
        }
    }
}
