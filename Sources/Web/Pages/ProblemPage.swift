import Receivables
import Wording

/// What a person sees when something did not work: what happened and what to do, in their language.
enum ProblemPage {
    static func markup(_ told: Told, _ viewer: Viewer, _ site: Site, id: String?) -> HTML {
        let say = { (word: CommonWord) in viewer.catalogue.text(word) }
        let number: HTML? = id.map {
            """
            <p class="fine">\(viewer.catalogue.text(CommonWord.problemNumber, [Fact("number", $0)]))</p>
            """
        }
        let main: HTML = """
            <section class="letter problem"><h1>\(say(.problemTitle))</h1>
            <p class="lead">\(told.message)</p><p>\(told.remedy)</p>
            <p><a class="button" href="/">\(say(.goBack))</a></p>\(number)</section>
            """
        let bar: HTML = "<header class=\"bar\"><a class=\"brand\" href=\"/\">Lunas</a></header>"
        return Frame.document(say(.problemTitle), viewer, site, bar: bar, main: main)
    }
}
