import Formats
import Receivables
import Testing
import Web
import Wording

@Suite struct ScaleTests {
    @Test(arguments: [
        (0, 1), (1, 1), (2, 2), (3, 5), (7, 10), (10, 10), (11, 20), (51, 100), (123_456, 200_000),
        (Int64.max, Int64.max),
    ] as [(Int64, Int64)])
    func scalesEndAtRoundNumbers(_ most: Int64, _ top: Int64) {
        #expect(Scale(holding: most).top == top)
    }

    @Test func lengthsFollowValues() {
        let scale = Scale(holding: 200)
        #expect(scale.length(0, of: 100) == 0)
        #expect(scale.length(-5, of: 100) == 0)
        #expect(scale.length(100, of: 100) == 50)
        #expect(scale.length(200, of: 100) == 100)
        #expect(scale.length(900, of: 100) == 100)
        // What is there is seen.
        #expect(Scale(holding: 1_000_000).length(1, of: 100) == 1)
        // Amounts near the end of the range neither overflow nor trap.
        #expect(Scale(holding: .max).length(.max, of: 1000) == 1000)
    }
}

@Suite struct PlotTests {
    private func plot(_ shape: Plot.Shape, _ series: [PlotSeries], _ columns: [String]) -> Plot {
        Plot("All <of> it", shape, series, columns: columns, below: ["a", "z"]) { "\($0) x" }
    }

    @Test func columnsStandOnEachOther() {
        let one = PlotSeries("one", hue: "h-1", [50, 0])
        let two = PlotSeries("two", hue: "h-2", [50, 100])
        let text = plot(.stacked, [one, two], ["first", "second"]).markup.text
        // The scale ends at 100: half the height for each of the first column, and all of it for the second.
        #expect(text.contains("<path class=\"h-1\" d=\"M1 100h8v100h-8z\"/>"))
        #expect(text.contains("<path class=\"h-2\" d=\"M1 0h8v100h-8zM11 0h8v200h-8z\"/>"))
        #expect(text.contains("<span>100 x</span><span>50 x</span><span>0 x</span>"))
        #expect(text.contains("viewBox=\"0 0 20 200\""))
    }

    @Test func columnsStandInFrontOfEachOther() {
        let due = PlotSeries("due", hue: "soft", [100])
        let received = PlotSeries("received", hue: "accent", [50])
        let text = plot(.nested, [due, received], ["day"]).markup.text
        #expect(text.contains("<path class=\"soft\" d=\"M1 0h8v200h-8z\"/>"))
        #expect(text.contains("<path class=\"accent\" d=\"M3 100h4v100h-4z\"/>"))
    }

    @Test func wordsAreEscapedAndNothingIsDrawnOfNothing() {
        let text = plot(.stacked, [PlotSeries("<b>", hue: "h-1", [0])], ["\"<i>"]).markup.text
        #expect(text.contains("aria-label=\"All &lt;of&gt; it\""))
        #expect(text.contains("<title>&quot;&lt;i&gt;</title>"))
        #expect(text.contains("&lt;b&gt;"))
        #expect(!text.contains("class=\"h-1\" d="))
        #expect(plot(.stacked, [], []).markup.text.contains("viewBox=\"0 0 10 200\""))
    }

    @Test func sumsThatAreTooLargeAreDrawnAllTheSame() {
        let series = (0..<3).map { PlotSeries("\($0)", hue: "h-1", [Int64.max]) }
        #expect(plot(.stacked, series, ["x"]).scale.top == .max)
        #expect(!plot(.stacked, series, ["x"]).markup.isEmpty)
    }
}

@Suite struct FigureTableTests {
    private let day = Day(20_000)

    private func table(_ name: String) -> FigureTable {
        FigureTable(
            columns: [
                .init("date", "Day", isNumber: false), .init("name", "Name", isNumber: false), .init("open", "Open"),
            ],
            rows: [[.day(day), .text(name), .money(125_000_050, .rupiah)]])
    }

    @Test func filesHoldExactlyTheRows() {
        #expect(
            String(decoding: table("a,b").csv, as: UTF8.self)
                == "\u{FEFF}date,name,open\r\n\(day),\"a,b\",1250000.50\r\n")
    }

    /// A name that begins like a formula is not one in a spreadsheet.
    @Test func namesAreNoFormulas() {
        #expect(String(decoding: table("=1+1").csv, as: UTF8.self).contains(",'=1+1,"))
    }

    @Test func rowsAreShownInBothLanguages() {
        #expect(table("<x>").markup("C", Printing(.indonesian)).text.contains("Rp1.250.000,50"))
        #expect(table("<x>").markup("C", Printing(.english)).text.contains("Rp1,250,000.50"))
        #expect(table("<x>").markup("C", Printing(.english)).text.contains("&lt;x&gt;"))
    }
}
