import Analysis
import Images
import Records

/// An image of a response, blurred until somebody asks to see it.
struct ImageItem {
    /// The image on the page, or a link to its file.
    let html: HTML
}

/// The images of the findings, each once.
struct ImageItems {
    private let pictures: PagePictures
    private var shown: [ImageReference: String] = [:]

    init(_ pictures: PagePictures) { self.pictures = pictures }

    /// The images of a test.
    mutating func items(_ record: TestRecord) -> [ImageItem] {
        let id = TestsFile.id(ordinal: record.plan.ordinal)
        return TestPicture.all(of: record).map { ImageItem(html: HTML(markup: markup($0, id))) }
    }

    private mutating func markup(_ picture: TestPicture, _ id: String) -> String {
        let (image, name) = (picture.image, picture.name)
        if let first = shown[image] {
            let link = first == id ? "the same as above" : "the same as in <a href=\"#t\(first)\">#\(first)</a>"
            return "<p class=\"cap\">\(HTML(name).text): \(link)</p>"
        }
        if let address = pictures.address(of: image) {
            shown[image] = id
            return Self.markup(picture, address)
        }
        if pictures.isMissing(picture) {
            return "<p class=\"cap\">The \(name) (\(Self.size(image))) is not in this folder: it was removed, "
                + "or is on the machine that asked for it, as <code>\(image.fileName)</code></p>"
        }
        let folder = picture.isInput ? "../inputs" : "images"
        return "<p class=\"cap\"><a href=\"\(folder)/\(image.fileName)\" rel=\"noreferrer\">Open \(name)</a> "
            + "(\(Self.size(image)))</p>"
    }

    /// A checkbox shows and hides it, without a script, by mouse, keyboard and screen reader.
    private static func markup(_ picture: TestPicture, _ address: String) -> String {
        let (width, height) = shownSize(picture.image)
        return """
            <label class="shot"><input type="checkbox"> <span>Show \(picture.name)</span> \
            <img src="\(address)" width="\(width)" height="\(height)" \
            alt="\(picture.name), \(picture.maker), \(size(picture.image))"></label>
            """
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
