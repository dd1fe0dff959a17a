import Wording

/// One row of values over the columns of a plot, with the hue it is drawn in and what it is called.
package struct PlotSeries: Sendable, Equatable {
    package let label: String
    /// A class of the style sheet.
    package let hue: String
    package let values: [Int64]

    package init(_ label: String, hue: String, _ values: [Int64]) {
        self.label = label
        self.hue = hue
        self.values = values
    }
}

/// Columns side by side. The shapes stretch with the page and the words do not: they stand around the drawing as text.
package struct Plot: Sendable {
    package enum Shape: Sendable {
        /// Every series on top of the one before.
        case stacked
        /// Every series in front of the one before, and narrower.
        case nested
    }

    /// What the whole says, for those who do not see it.
    package let title: String
    package let shape: Shape
    package let series: [PlotSeries]
    /// What each column says when one points at it.
    package let columns: [String]
    /// Words below the drawing, spread evenly: the first column, perhaps some between, the last.
    package let below: [String]
    /// How a value is written at the side.
    private var tick: @Sendable (Int64) -> String

    package init(
        _ title: String, _ shape: Shape, _ series: [PlotSeries], columns: [String], below: [String],
        tick: @escaping @Sendable (Int64) -> String
    ) {
        self.title = title
        self.shape = shape
        self.series = series
        self.columns = columns
        self.below = below
        self.tick = tick
    }

    /// Values that are counts and no amounts.
    package mutating func countsThings(_ printing: Printing) { tick = { printing.number($0) } }

    private static let height: Int64 = 200
    private static let columnWidth: Int64 = 10

    package var scale: Scale {
        let sums = columns.indices.map { column -> Int64 in
            let values = series.map { column < $0.values.count ? max(0, $0.values[column]) : 0 }
            switch shape {
            case .stacked: return values.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
            case .nested: return values.max() ?? 0
            }
        }
        return Scale(holding: sums.max() ?? 0)
    }

    package var markup: HTML {
        let scale = scale
        let width = Plot.columnWidth * Int64(max(1, columns.count))
        return """
            <figure class="chart"><div class="plot"><div class="plot-ticks" aria-hidden="true">\
            \([scale.top, scale.middle, 0].html { "<span>\($0.map(tick) ?? "")</span>" })</div>\
            <svg role="img" aria-label="\(title)" viewBox="0 0 \(width) \(Plot.height)" preserveAspectRatio="none">\
            <path class="axis" vector-effect="non-scaling-stroke" d="M0 0H\(width)M0 100H\(width)M0 200H\(width)"/>\
            \(shapes(scale))\(hits)</svg>\
            <div class="plot-below" aria-hidden="true">\(below.html { "<span>\($0)</span>" })</div></div>\
            <figcaption class="legend-row">\(series.html(Plot.legend))</figcaption></figure>
            """
    }

    private static func legend(_ series: PlotSeries) -> HTML {
        """
        <span><svg class="key" viewBox="0 0 10 10" aria-hidden="true"><rect class="\(series.hue)" width="10" \
        height="10"/></svg>\(series.label)</span>
        """
    }

    /// One path for each series: a year of days is not a thousand elements.
    private func shapes(_ scale: Scale) -> HTML {
        var base = Array(repeating: Int64(0), count: columns.count)
        var markup = HTML()
        for (place, one) in series.enumerated() {
            let inset = shape == .nested ? Int64(1 + 2 * min(place, 1)) : 1
            let width = Plot.columnWidth - 2 * inset
            var path = ""
            for (column, value) in one.values.prefix(columns.count).enumerated() where value > 0 {
                let length = scale.length(value, of: Plot.height)
                let x = Int64(column) * Plot.columnWidth + inset
                let y = max(0, Plot.height - base[column] - length)
                path += "M\(x) \(y)h\(width)v\(length)h-\(width)z"
                if shape == .stacked { base[column] += length }
            }
            if !path.isEmpty { markup += "<path class=\"\(one.hue)\" d=\"\(path)\"/>" }
        }
        return markup
    }

    /// Unseen columns that say their figures to whoever points at them.
    private var hits: HTML {
        let columns = columns.enumerated().html { column, words in
            """
            <rect x="\(Int64(column) * Plot.columnWidth)" width="\(Plot.columnWidth)" height="\(Plot.height)">\
            <title>\(words)</title></rect>
            """
        }
        return "<g class=\"hits\">\(columns)</g>"
    }
}

/// A bar in a cell of a table: how much of the largest this is.
package enum CellBar {
    package static func markup(_ value: Int64, of most: Int64, hue: String) -> HTML {
        let length = Scale(exactly: most).length(value, of: 1000)
        return """
            <svg class="cell-bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">\
            <rect class="\(hue)" width="\(length)" height="10"/></svg>
            """
    }
}

extension Scale {
    /// A scale that ends where the largest value does.
    package init(exactly most: Int64) { self.init(end: max(1, most)) }
}
