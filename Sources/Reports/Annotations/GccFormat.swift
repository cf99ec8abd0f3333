// SPDX-License-Identifier: Apache-2.0

import Base

/// A line for each annotation as gcc prints its diagnostics, which every editor can follow:
/// `kernel/sched.c:12: error: schedule+0x2: … [instruction-faults]`. Where no line of source is
/// known, the image stands in its place.
public enum GccFormat: AnnotationFormat {
  public static let name = "gcc"

  public static func text(_ run: AnnotatedRun) -> String {
    run.images.flatMap { image in
      (image.error.map { ["\(image.name): error: \($0)"] } ?? [])
        + image.annotations.map { line($0, of: image.name) }
    }
    .map { $0.printable + "\n" }.joined()
  }

  private static func line(_ annotation: Annotation, of image: String) -> String {
    let place = annotation.line.map { "\($0.file):\($0.number)" } ?? image
    return "\(place): \(annotation.level): \(annotation.text) [\(annotation.rule)]"
  }
}
