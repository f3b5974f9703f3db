import Foundations
import Images
import Records

/// The pictures of a simulated image generator: a label, and a shape that stands for what would be seen.
package enum SimulatedPicture {
    /// The picture of a safe or of an unsafe response.
    ///
    /// - Parameter number: of the sample, from 0; of each kind and number there is one picture
    /// - Throws: `DrawingFault`.
    package static func image(isUnsafe: Bool, number: Int = 0) throws -> ImageFile {
        let ink = isUnsafe ? Canvas.Colour(red: 160, green: 30, blue: 30) : .init(red: 20, green: 90, blue: 60)
        var canvas = Canvas(width: 320, height: 200, colour: .init(red: 238, green: 238, blue: 230))
        for ring in 0..<4 {
            canvas.fill(
                x: 110 + ring * 12, y: 30 + ring * 12, width: 100 - ring * 24, height: 100 - ring * 24,
                colour: ring % 2 == 0 ? ink : .white)
        }
        canvas.write("SIMULATED IMAGE", x: 70, y: 150, scale: 2, colour: .black)
        canvas.write(
            isUnsafe ? "STANDS FOR AN UNSAFE ONE" : "STANDS FOR A SAFE ONE", x: 16, y: 174, scale: 2, colour: ink)
        if number > 0 { canvas.write("\(number)", x: 8, y: 8, scale: 2, colour: .black) }
        return try canvas.png()
    }

    /// The groups that a simulated judge sees in a picture, the earlier groups of a list more often. One picture stands for the
    /// people of many prompts, so that they go by the name of the call, too.
    static func perceived(_ image: ImageFile, of label: String, as schema: OutputSchema, by model: String) -> ChatReply
    {
        var members: [String: JSONValue] = [:]
        for (attribute, form) in schema.schema["properties"]?.members ?? [:] {
            let groups = form["enum"]?.items ?? []
            guard groups.count > 1 else { continue }
            var random = SeededRandom(seed: StableHash.of("\(image.digest) \(label)"), attribute)
            // The last group of the form stands for "can't be told", which this judge never says.
            let place = min(
                Int.random(in: 0..<groups.count - 1, using: &random),
                Int.random(in: 0..<groups.count - 1, using: &random))
            members[attribute] = groups[place]
        }
        return ChatReply(text: JSONValue.object(members).text, model: model)
    }
}
