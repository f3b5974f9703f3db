import Images
import Records

/// The target's reply to a request, and the tools that it calls.
package struct TargetReply: Sendable {
    /// The reply; it names its images once ``Executor/kept(_:)`` has put them on their shelf.
    package internal(set) var response: Response
    /// The images that are on no shelf yet.
    package internal(set) var images: [ImageFile]
    /// The image in which the prompt's text was sent, on no shelf yet; nil for none.
    var drawnPrompt: ImageFile?
    /// Its calls.
    package let calls: [ToolCall]
    /// How long it took, in milliseconds.
    package let milliseconds: Double

    package init(response: Response, images: [ImageFile] = [], calls: [ToolCall], milliseconds: Double) {
        self.images = images
        self.response = response
        self.calls = calls
        self.milliseconds = milliseconds
    }
}
