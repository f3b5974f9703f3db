import Images

/// The pictures of a simulated image generator: a label, and a shape that stands for what would be seen.
package enum SimulatedPicture {
    /// The picture of a safe or of an unsafe response; of each kind there is one.
    ///
    /// - Throws: `DrawingFault`.
    package static func image(isUnsafe: Bool) throws -> ImageFile {
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
        return try canvas.png()
    }
}
