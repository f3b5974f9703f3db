import Images
import Records

/// An image of a test.
package struct TestPicture {
    /// The file that is kept.
    package let image: ImageReference
    /// What a person calls it.
    package let name: String
    /// Where it comes from.
    let maker: String
    /// Whether it is of a data set, and not of the run.
    package let isInput: Bool
    /// Whether the target made it.
    let isMade: Bool

    /// Those of its prompt, then those of its responses.
    package static func all(of record: TestRecord) -> [TestPicture] {
        let id = TestsFile.id(ordinal: record.plan.ordinal)
        var pictures: [TestPicture] = []
        if let drawn = record.response?.drawnPrompt {
            pictures.append(
                .init(
                    image: drawn, name: "prompt of test \(id) as it was sent", maker: "drawn", isInput: false,
                    isMade: false))
        }
        if let input = record.testCase.flatMap({ ImageReference(origin: $0.origin) }) {
            pictures.append(
                .init(
                    image: input, name: "image in the prompt of test \(id)", maker: "from the data set", isInput: true,
                    isMade: false))
        }
        return pictures
            + record.images.enumerated().map { index, image in
                .init(
                    image: image, name: "image \(index + 1) of test \(id)", maker: "made by the target", isInput: false,
                    isMade: true)
            }
    }

    /// Where its file is, below the output folder.
    package func path(in run: String) -> String {
        isInput ? "\(ImageShelf.inputs)/\(image.fileName)" : "\(run)/images/\(image.fileName)"
    }

    /// It in words: name, maker and size in pixels.
    var words: String { "\(name), \(maker), \(image.width) by \(image.height) pixels" }
}
