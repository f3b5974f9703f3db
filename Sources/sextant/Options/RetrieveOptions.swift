import ArgumentParser
import Retrieval
import Settings
import Workflows

/// The options of `sextant retrieve`. Most can stand in `sextant.yaml` below `pages:`; the flag wins.
struct RetrieveOptions: ParsableArguments {
    @Argument(help: "Pages to fetch.")
    var urls: [String] = []

    @Option(help: ArgumentHelp("A file with one URL per line; # begins a comment.", valueName: "file"))
    var file: [String] = []

    @Option(help: ArgumentHelp("An RSS, Atom or JSON feed, whose pages are fetched.", valueName: "url"))
    var feed: [String] = []

    @Option(
        help: ArgumentHelp(
            "A sitemap, an index of sitemaps, or a site whose robots.txt names sitemaps; .gz too.", valueName: "url"))
    var sitemap: [String] = []

    @Option(help: ArgumentHelp("A page on this machine, or a folder of them (.html, .htm, .gz).", valueName: "path"))
    var html: [String] = []

    @Option(help: ArgumentHelp("A web search, whose results are fetched.", valueName: "query"))
    var search: [String] = []

    @Option(
        help: ArgumentHelp(
            "tavily, brave or searxng (default: the first with TAVILY_API_KEY, BRAVE_API_KEY or SEARXNG_URL set).",
            valueName: "name"))
    var searchWith: String?

    @Option(help: ArgumentHelp("Bind the pages to this hazard; may be repeated.", valueName: "id"))
    var hazard: [String] = []

    @Option(help: ArgumentHelp("Follow links this many steps (default: 0).", valueName: "steps"))
    var depth: Int?

    @Option(help: ArgumentHelp("Request at most this many pages (default: 200).", valueName: "pages"))
    var maxPages: Int?

    @Flag(help: "Follow no link to another host.")
    var sameHost = false

    @Option(
        help: ArgumentHelp("Do not request pages that were confirmed within this time (default: 0s).", valueName: "age")
    )
    var maxAge: TimeSpan?

    @Option(help: ArgumentHelp("At the end, delete pages that were not confirmed for this long.", valueName: "age"))
    var keep: TimeSpan?

    @Option(help: ArgumentHelp("At the end, delete pages that were published longer ago than this.", valueName: "age"))
    var keepPublished: TimeSpan?

    @Option(help: ArgumentHelp("Pause between two requests to a host (default: 1).", valueName: "seconds"))
    var delay: Double?

    @Option(help: ArgumentHelp("Start no further page after this long (default: no limit).", valueName: "age"))
    var maxTime: TimeSpan?

    @Option(
        help: ArgumentHelp(
            "Embedding model that gives the passages vectors, for 'sextant passages'.", valueName: "model"))
    var embedder: String?

    @Option(help: ArgumentHelp("Base URL of the embedding server (default: OpenAI's).", valueName: "url"))
    var embedderBaseURL: String?

    @Flag(help: "Also fetch from addresses that are not public: this machine, the local network.")
    var allowPrivate = false

    @Option(
        help: ArgumentHelp(
            "Mail address or URL that every request carries, for the owners of the sites.", valueName: "text"))
    var contact: String?

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws {
        try NumberCheck.check(depth, 0...100, "--depth")
        try NumberCheck.check(maxPages, 1...1_000_000, "--max-pages")
        try NumberCheck.check(delay, 0...3600, "--delay")
    }
}

extension RetrieveRequest {
    /// Flags over file.
    init(_ options: RetrieveOptions, _ file: ConfigurationFile) {
        self.init(file, places: options.places.chosen(over: file), version: SextantVersion.current)
        (pages, lists, feeds) = (options.urls, options.file, options.feed)
        (sitemaps, localPages, searches) = (options.sitemap, options.html, options.search)
        hazards = options.hazard
        crawl.depth = options.depth ?? crawl.depth
        crawl.maximumPages = options.maxPages ?? crawl.maximumPages
        crawl.sameHost = options.sameHost || crawl.sameHost
        crawl.maximumAge = options.maxAge?.seconds ?? crawl.maximumAge
        crawl.delay = options.delay ?? crawl.delay
        crawl.maximumTime = options.maxTime?.seconds ?? crawl.maximumTime
        if let contact = options.contact {
            policy.userAgent = FetchPolicy.userAgent(version: SextantVersion.current, contact: contact)
        }
        policy.allowsPrivate = options.allowPrivate || policy.allowsPrivate
        keep = options.keep?.seconds ?? keep
        keepPublished = options.keepPublished?.seconds ?? keepPublished
        searchWith = options.searchWith ?? searchWith
        embedder = EmbedderChoice(
            model: options.embedder, baseURL: options.embedderBaseURL, settings: file.pages)
    }
}
