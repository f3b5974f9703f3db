/// A page of a kind that extraction once took wrongly: what has to be in its text, and what may not be.
struct PageKind: Sendable, CustomStringConvertible {
    let description: String
    var head = "<title>Harbour works</title>"
    var bodyClass = ""
    let body: String
    let with: [String]
    var without: [String] = []

    /// The page, with a menu above and a foot below.
    var html: String {
        "<html><head>\(head)</head><body class='\(bodyClass)'><header><nav><a href='/'>Front page</a></nav></header>"
            + "\(body)<footer><p>All rights reserved by somebody.</p></footer></body></html>"
    }

    private static func prose(_ about: String, _ sentences: Int = 4) -> String {
        (0..<sentences).map { "Sentence \($0) about \(about) goes on for a while, with a comma and an end." }
            .joined(separator: " ")
    }

    private static func linkedList(_ names: [String]) -> String {
        names.map { "<li><a href='/\($0.count)'>\($0)</a></li>" }.joined()
    }

    private static let product = """
        <title>Kettle</title><script type="application/ld+json">{"@context":"https://schema.org","@type":"Product",
        "name":"Kettle"}</script>
        """

    static let markup = [
        PageKind(
            description: "an element whose name begins like a raw one",
            body: "<article><select-panel><span>x</span></select-panel><p>\(prose("cranes", 6))</p></article>",
            with: ["Sentence 5 about cranes"]),
        PageKind(
            description: "a drawing that is never closed",
            body: "<a href='/'><svg width='9'><path d='M0 0'></a><div><p>\(prose("cranes", 6))</p></div>",
            with: ["Sentence 5 about cranes"]),
        PageKind(
            description: "readings beside ideographs",
            body: "<article><p>"
                + String(repeating: "<ruby>港<rt>みなと</rt></ruby>は三月に再び開かれました。船が戻ります。", count: 8) + "</p></article>",
            with: ["港は三月に"], without: ["みなと"]),
        PageKind(
            description: "a page whose title is longer than its lines",
            head: "<title>Harbour works of a small town by the sea, in pictures</title>",
            body: "<article><p>Film: 400.</p></article>", with: ["Film: 400."], without: ["small town"]),
        PageKind(
            description: "a button that is never closed",
            body: "<div><button><p>\(prose("cranes", 6))</p></div>", with: ["Sentence 5 about cranes"]),
        PageKind(
            description: "a heading that is a button",
            body: "<article><p>\(prose("cranes"))</p><h3><button>What does a crane weigh?</button></h3><p>"
                + "\(prose("weights"))</p></article>", with: ["What does a crane weigh?"]),
        PageKind(
            description: "an id that is a number to the base of 16",
            body: "<article><section id='part_1ad269af'><p>\(prose("one", 8))</p></section>"
                + "<section id='part_489dcf71'><p>\(prose("two", 30))</p></section></article>",
            with: ["Sentence 7 about one", "Sentence 29 about two"]),
        PageKind(
            description: "code with coloured comments",
            body: "<article><p>\(prose("code", 6))</p><pre><code><span class='hl-comment'># start the engine</span>\n"
                + "start</code></pre></article>", with: ["# start the engine"]),
        PageKind(
            description: "a post of a network that the author quotes",
            body: "<article><p>\(prose("the vote", 6))</p><div class='social-media-embed'><blockquote><p>We never "
                + "voted for that, and never will.</p></blockquote></div><p>\(prose("the rest", 6))</p></article>",
            with: ["We never voted for that"]),
        PageKind(
            description: "a notice about cookies that is longer than the page",
            body: "<form><div><p>\(prose("the short page", 2))</p></div></form><div class='cookie-consent'><p>"
                + "\(prose("cookies", 30))</p></div>",
            with: ["Sentence 1 about the short page"], without: ["about cookies"]),
        PageKind(
            description: "a frame that is closed in its own tag",
            body: "<noscript><iframe src='/x' width='0' /></noscript><article><p>\(prose("cranes", 6))</p></article>",
            with: ["Sentence 5 about cranes"]),
        PageKind(
            description: "a shell that says in its head alone what it is about",
            head: "<title>Harbour works</title><meta name='description' content='The town mends its harbour after the "
                + "storm of last winter.'>",
            body: "<div id='root'>Loading the page</div>", with: ["mends its harbour"]),
    ]

    static let texts = [
        PageKind(
            description: "comments under a short post",
            body: "<div class='post'><h1>Harbour works</h1><p>\(prose("the works"))</p></div><div class='comments'>"
                + (0..<9).map { "<div class='item'><p>\(prose("reader \($0)", 3))</p></div>" }.joined() + "</div>",
            with: ["Sentence 3 about the works"], without: ["about reader"]),
        PageKind(
            description: "one of several alike texts, the one that the title names",
            body: ["Bridge closed", "Harbour works", "Market moved"].map {
                "<article><h1>\($0)</h1><p>\(prose($0, $0.hasPrefix("Harbour") ? 6 : 8))</p></article>"
            }.joined(), with: ["Sentence 5 about Harbour works"],
            without: ["about Bridge closed", "about Market moved"]),
        PageKind(
            description: "paragraphs beside the box that holds most of them",
            body: "<article><div class='entry'><div>\(prose("the first", 2))</div><div>\(prose("the second", 2))</div>"
                + "<div class='body'><p>\(prose("the third", 12))</p><p>\(prose("the fourth", 12))</p></div></div>"
                + "</article>", with: ["Sentence 1 about the first", "Sentence 1 about the second", "about the fourth"]),
        PageKind(
            description: "a list of links that the author wrote",
            body: "<article><p>\(prose("tools", 6))</p><ul>"
                + linkedList(["Crane", "Winch", "Barge", "Dredger", "Pilot boat", "Tug"])
                + "</ul><p>\(prose("their use", 6))</p></article>", with: ["Pilot boat", "Dredger"]),
        PageKind(
            description: "a few links to other articles",
            body: "<article><p>\(prose("tools", 6))</p><ul>"
                + linkedList([
                    "A storm broke two of the piers last year", "Who pays for the new lighthouse at the cape",
                ])
                + "</ul><p>\(prose("their use", 6))</p></article>",
            with: ["Sentence 5 about tools"], without: ["A storm broke", "Who pays"]),
        PageKind(
            description: "a section of links with an introduction",
            body: "<article><p>\(prose("tools", 9))</p><div class='sect'><h2>Patches</h2><p>\(prose("patches", 2))</p>"
                + "<ul class='plain'><li>Short ones</li></ul><ul class='x'>"
                + linkedList((0..<9).map { "Patch \($0) mends what the last one broke in the engine" })
                + "</ul></div><p>\(prose("their use", 9))</p></article>", with: ["Sentence 1 about patches"]),
        PageKind(
            description: "an index of names",
            body: "<main><h1>Harbour works</h1><p>\(prose("the list", 1))</p>"
                + (0..<4).map { column in
                    "<div class='column'><ul>" + linkedList((0..<10).map { "Harbour number \(column)\($0)" })
                        + "</ul></div>"
                }.joined() + "</main>",
            with: ["Harbour number 00", "Harbour number 39"]),
        PageKind(
            description: "the head of a section",
            body: (0..<6).map {
                "<section><header><h2>Service \($0)</h2><p>We do the work of number \($0) well and fast.</p></header>"
                    + "<p>\(prose("service \($0)", 1))</p></section>"
            }.joined(), with: ["Service 3", "work of number 3", "Sentence 0 about service 5"]),
        PageKind(
            description: "legal notes longer than the main part",
            body: "<main><h1>Harbour works</h1><p>\(prose("the works", 5))</p></main><div class='notes'><p>"
                + "\(prose("terms", 20))</p></div>",
            with: ["Sentence 4 about the works"], without: ["about terms"]),
    ]

    static let boxes = [
        PageKind(
            description: "a box whose heading alone says that it is about other pages",
            body: "<article><h1>Harbour works</h1><p>\(prose("the works", 9))</p><div class='x1'><div><h3>You may also "
                + "like</h3></div><p>\(prose("the bridge", 2))</p></div></article>",
            with: ["Sentence 8 about the works"], without: ["You may also", "about the bridge"]),
        PageKind(
            description: "a text whose own heading begins so",
            body: "<article><div class='x1'><h1>Recent posts of the harbour watch</h1><p>\(prose("the watch", 9))</p>"
                + "</div></article>", with: ["Sentence 8 about the watch"]),
        PageKind(
            description: "a section among others whose heading begins so",
            body: "<article><h1>Harbour works</h1><p>\(prose("the works", 9))</p><h2>Latest news from the pier</h2><p>"
                + "\(prose("the pier", 2))</p></article>",
            with: ["Sentence 8 about the works", "Sentence 1 about the pier"]),
        PageKind(
            description: "headlines alone, each in a link",
            body: "<main><section>"
                + (0..<20).map {
                    "<div><a href='/\($0)'><h2>Headline \($0) about the harbour, its piers and its ships</h2></a></div>"
                }.joined() + "</section></main>",
            with: ["Headline 0 about", "Headline 19 about"]),
        PageKind(
            description: "cards of services, each one link",
            body: "<main><h1>Our services</h1><p>\(prose("our house", 8))</p><div class='grid'>"
                + (0..<5).map {
                    "<a href='/\($0)'><h3>Service \($0)</h3><p>We do the work of number \($0) well and fast.</p></a>"
                }.joined() + "</div></main>",
            with: ["Sentence 7 about our house", "work of number 0", "work of number 4"]),
        PageKind(
            description: "what is said of a list beside the list",
            head: "<title>Kettles</title><meta property='og:type' content='product.group'>",
            body: "<div><h1>Kettles</h1><p>\(prose("kettles", 3))</p><div class='content'>"
                + (0..<20).map { "<div class='x'><a href='/\($0)'>Kettle model \($0)</a> <b>12 EUR</b></div>" }.joined()
                + "</div></div>", with: ["Sentence 2 about kettles", "Kettle model 19"]),
        PageKind(
            description: "messages of a forum that its host names",
            head: "<title>Harbour works</title><link rel='canonical' href='https://www.boatforum.example/a/1'>",
            body: "<div class='first'><h1>Harbour works</h1><p>\(prose("the question"))</p></div><div class='comments'>"
                + (0..<9).map { "<div class='item'><p>\(prose("reader \($0)", 3))</p></div>" }.joined() + "</div>",
            with: ["Sentence 3 about the question", "Sentence 2 about reader 8"]),
    ]

    static let kinds = [
        PageKind(
            description: "a product with long reviews", head: product,
            body: "<div><div class='top'><h1>Kettle</h1><p>\(prose("the kettle", 3))</p></div><div class='tabs'><p>"
                + "\(prose("its parts", 2))</p></div><div class='reviews'><p>\(prose("my purchase", 30))</p></div></div>",
            with: ["Sentence 2 about the kettle", "Sentence 1 about its parts"], without: ["about my purchase"]),
        PageKind(
            description: "a product that a script describes",
            head: product.replacing("\"Kettle\"}", with: "\"Kettle\",\"description\":\"\(prose("the kettle", 5))\"}"),
            body:
                "<div><h1>Kettle</h1><p>Prices are shown without taxes, and goods leave our house within a day.</p></div>",
            with: ["Sentence 4 about the kettle"]),
        PageKind(
            description: "questions with remarks on an answer",
            head: "<title>How?</title><meta name='generator' content='phpBB'>",
            body: "<div class='question'><p>\(prose("the question"))</p></div>"
                + (0..<3).map {
                    "<div class='answer'><p>\(prose("way \($0)"))</p><div class='user-signature'>41 gold badges</div>"
                        + "<div class='comment'><p>I tried number \($0), and it broke my boat.</p></div></div>"
                }.joined(),
            with: ["Sentence 3 about the question", "Sentence 3 about way 2"],
            without: ["it broke my boat", "gold badges"]),
        PageKind(
            description: "an archive that the body's class names", head: "<title>Posts about harbours</title>",
            bodyClass: "archive category",
            body: "<main><div class='intro'><p>\(prose("the archive", 5))</p></div>"
                + (0..<8).map { "<div class='excerpt'><h2><a href='/\($0)'>Story of pier \($0)</a></h2></div>" }
                .joined()
                + "</main>", with: ["Story of pier 0", "Story of pier 7"]),
        PageKind(
            description: "a group of products",
            head: "<title>Kettles</title><meta property='og:type' content='product.group'>",
            body: "<main><div class='intro'><p>\(prose("kettles", 5))</p></div>"
                + (0..<5).map { "<div class='x'><a href='/\($0)'>Kettle model \($0)</a> <b>12 EUR</b></div>" }.joined()
                + "</main>", with: ["Kettle model 0", "Kettle model 4"]),
    ]
}
