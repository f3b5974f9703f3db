import ChatModels
import Foundations
import Images
import Records
import SafetyGrid

/// Puts a test case's prompt into a message: as text, drawn into an image, or with the image that its data set has for it.
struct PromptCarrier: Sendable {
    /// The text beside a prompt that is drawn.
    static let words = "Please respond to what is written in the image."

    private let grid: Grid?
    private let inputs: ImageShelf?

    /// - Parameters:
    ///   - grid: the run's, which may have carriers
    ///   - inputs: where images of data sets are; nil for none
    init(grid: Grid?, inputs: ImageShelf?) {
        self.grid = grid
        self.inputs = inputs
    }

    /// The message of a test case.
    ///
    /// - Throws: ``UserSideFault/undrawable(_:)``, or `ShelfFault` for an image that is gone.
    func message(_ testCase: TestCase) async throws -> ChatRequest.Message {
        var message = ChatRequest.Message(.user, testCase.prompt)
        if grid?.value(of: .carrier, in: testCase.plan.cell)?.id == DimensionID.drawnCarrier {
            message = ChatRequest.Message(.user, Self.words)
            message.drawn = testCase.prompt
            message.images = [try Self.drawn(testCase.prompt)]
        }
        if let reference = ImageReference(origin: testCase.origin) {
            guard let inputs else { throw ShelfFault.missing(reference.fileName) }
            message.images.append(try await inputs.image(reference))
        }
        return message
    }

    private static func drawn(_ text: String) throws -> ImageFile {
        do {
            return try TextPicture.image(of: text)
        } catch let fault as DrawingFault {
            throw UserSideFault.undrawable(fault.description)
        }
    }
}
