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
    private var left = Self.mostBytes
    private var shown: [ImageReference: String] = [:]

    /// Images that are read from a shelf; nil shows links alone.
    init(shelf: ImageShelf?) {
        self.shelf = shelf
    }

    /// The images of a test.
    mutating func items(_ record: TestRecord) -> [ImageItem] {
        let id = TestsFile.id(ordinal: record.plan.ordinal)
        return record.images.enumerated().map { index, image in
            let name = "image \(index + 1) of test \(id)"
            if let first = shown[image] {
                let link = first == id ? "the same as above" : "the same as in <a href=\"#t\(first)\">#\(first)</a>"
                return ImageItem(html: HTML(markup: "<p class=\"cap\">\(HTML(name).text): \(link)</p>"))
            }
            guard let data = data(image) else {
                let file = "images/\(image.fileName)"
                return ImageItem(
                    html: HTML(
                        markup: "<p class=\"cap\"><a href=\"\(file)\" rel=\"noreferrer\">Open \(name)</a> "
                            + "(\(Self.size(image)))</p>"))
            }
            shown[image] = id
            return ImageItem(html: HTML(markup: Self.markup(name: name, image, data: data)))
        }
    }

    /// A checkbox shows and hides it, without a script, by mouse, keyboard and screen reader.
    private static func markup(name: String, _ image: ImageReference, data: String) -> String {
        let (width, height) = shownSize(image)
        return """
            <label class="shot"><input type="checkbox"> <span>Show \(name)</span> \
            <img src="\(data)" width="\(width)" height="\(height)" alt="\(name), made by the target, \(size(image))"></label>
            """
    }

    private mutating func data(_ image: ImageReference) -> String? {
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
