// SPDX-License-Identifier: Apache-2.0

import Base

/// One workflow command per annotation, which GitHub shows at the line in the file:
/// `::error file=kernel/sched.c,line=12,title=instruction-faults::schedule+0x2: …`. Of several images,
/// the message at a line of source code begins with the image's name.
public enum GitHubFormat: AnnotationFormat {
  public static let name = "github"

  public static func text(_ run: AnnotatedRun) -> String {
    (run.images + run.staleFiles).flatMap { image in
      (image.error.map { [command("error", [("file", image.name)], $0)] } ?? [])
        + image.annotations.map { line($0, of: image.name, in: run) }
    }
    .map { $0 + "\n" }.joined()
  }

  private static func line(
    _ annotation: Annotation, of image: String, in run: AnnotatedRun
  ) -> String {
    var properties = [("file", annotation.line?.file ?? image)]
    if let line = annotation.line { properties.append(("line", "\(line.number)")) }
    properties.append(("title", annotation.rule))
    // GitHub calls a note a notice.
    let level = annotation.level == .note ? "notice" : annotation.level.rawValue
    return command(level, properties, run.text(annotation, of: image))
  }

  private static func command(
    _ name: String, _ properties: [(String, String)], _ message: String
  ) -> String {
    let settings = properties.map { "\($0)=\(escaped($1, also: [":", ","]))" }
    return "::\(name) \(settings.joined(separator: ","))::\(escaped(message))"
  }

  private static func escaped(_ text: String, also more: Set<Character> = []) -> String {
    let special = more.union(["%", "\r", "\n", "\r\n"])
    return text.map { special.contains($0) ? percent(String($0)) : String($0) }.joined().printable
  }
}

/// Every byte as a percent sign and two digits: `%25`.
func percent(_ text: String) -> String { text.utf8.map { percent($0) }.joined() }

/// The byte, escaped as in a URI: `%0A`.
func percent(_ byte: UInt8) -> String {
  (byte < 16 ? "%0" : "%") + String(byte, radix: 16, uppercase: true)
}
