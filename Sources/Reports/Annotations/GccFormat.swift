// SPDX-License-Identifier: Apache-2.0

import Base

/// One line per annotation in the form of gcc's diagnostics, which every editor can parse:
/// `kernel/sched.c:12: error: schedule+0x2: … [instruction-faults]`. If the line of source code is
/// not known, the image's name replaces it; if it is, and there are several images, the message
/// begins with that name.
public enum GccFormat: AnnotationFormat {
  public static let name = "gcc"

  public static func text(_ run: AnnotatedRun) -> String {
    (run.images + run.staleFiles).flatMap { image in
      (image.error.map { ["\(image.name): error: \($0)"] } ?? [])
        + image.annotations.map { line($0, of: image.name, in: run) }
    }
    .map { $0.printable + "\n" }.joined()
  }

  private static func line(
    _ annotation: Annotation, of image: String, in run: AnnotatedRun
  ) -> String {
    let place = annotation.line.map { "\($0.file):\($0.number)" } ?? image
    let text = run.text(annotation, of: image)
    return "\(place): \(annotation.level): \(text) [\(annotation.rule)]"
  }
}
