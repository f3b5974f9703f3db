import Analysis
import Images
import Records

/// An image of a response, blurred until somebody asks to see it.
struct ImageItem {
    /// The image on the page, or a link to its file.
    let html: HTML
}

/// The images of the findings, each once and as many as the page has room for.
struct ImageItems {
    /// Most bytes of images on the page, in base 64: with them it stays below 25 MB.
    static let mostBytes = 14_000_000

    private let shelf: ImageShelf?
    private let inputs: ImageShelf?
    private var left = Self.mostBytes
    private var shown: [ImageReference: String] = [:]

    /// Images that are read from shelves; nil shows links alone.
    ///
    /// - Parameters:
    ///   - shelf: those of the run's responses
    ///   - inputs: those of data sets
    init(shelf: ImageShelf?, inputs: ImageShelf? = nil) {
        self.shelf = shelf
        self.inputs = inputs
    }

    /// The images of a test: those of its prompt, then those of its responses.
    mutating func items(_ record: TestRecord) -> [ImageItem] {
        let id = TestsFile.id(ordinal: record.plan.ordinal)
        var items: [ImageItem] = []
        if let drawn = record.response?.drawnPrompt {
            items.append(
                item(drawn, "prompt of test \(id) as it was sent", maker: "drawn", id, on: shelf, folder: "images"))
        }
        if let input = record.testCase.flatMap({ ImageReference(origin: $0.origin) }) {
            items.append(
                item(
                    input, "image in the prompt of test \(id)", maker: "from the data set", id, on: inputs,
                    folder: "../inputs"))
        }
        return items
            + record.images.enumerated().map { index, image in
                item(
                    image, "image \(index + 1) of test \(id)", maker: "made by the target", id, on: shelf,
                    folder: "images")
            }
    }

    private mutating func item(
        _ image: ImageReference, _ name: String, maker: String, _ id: String, on shelf: ImageShelf?, folder: String
    ) -> ImageItem {
        if let first = shown[image] {
            let link = first == id ? "the same as above" : "the same as in <a href=\"#t\(first)\">#\(first)</a>"
            return ImageItem(html: HTML(markup: "<p class=\"cap\">\(HTML(name).text): \(link)</p>"))
        }
        if let data = data(image, on: shelf) {
            shown[image] = id
            return ImageItem(html: HTML(markup: Self.markup(name: name, maker: maker, image, data: data)))
        }
        if let shelf, !shelf.has(image) {
            return ImageItem(
                html: HTML(
                    markup: "<p class=\"cap\">The \(name) (\(Self.size(image))) is not in this folder: it was removed, "
                        + "or is on the machine that asked for it, as <code>\(image.fileName)</code></p>"))
        }
        return ImageItem(
            html: HTML(
                markup: "<p class=\"cap\"><a href=\"\(folder)/\(image.fileName)\" rel=\"noreferrer\">Open \(name)</a> "
                    + "(\(Self.size(image)))</p>"))
    }

    /// A checkbox shows and hides it, without a script, by mouse, keyboard and screen reader.
    private static func markup(name: String, maker: String, _ image: ImageReference, data: String) -> String {
        let (width, height) = shownSize(image)
        return """
            <label class="shot"><input type="checkbox"> <span>Show \(name)</span> \
            <img src="\(data)" width="\(width)" height="\(height)" alt="\(name), \(maker), \(size(image))"></label>
            """
    }

    private mutating func data(_ image: ImageReference, on shelf: ImageShelf?) -> String? {
        // Four letters for three bytes.
        let size = (image.bytes + 2) / 3 * 4
        guard size <= left, let file = shelf?.file(image) else { return nil }
        left -= size
        return "data:\(image.format.mediaType);base64,\(file.base64)"
    }

    /// At most 320 pixels on the page, in the picture's own shape.
    private static func shownSize(_ image: ImageReference) -> (Int, Int) {
        let longest = max(image.width, image.height, 1)
        guard longest > 320 else { return (image.width, image.height) }
        return (max(image.width * 320 / longest, 1), max(image.height * 320 / longest, 1))
    }

    private static func size(_ image: ImageReference) -> String {
        "\(image.width) by \(image.height) pixels, \(Figures.count((image.bytes + 1023) / 1024)) KB"
    }
}
