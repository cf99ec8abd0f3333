// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Reports

/// `--quiet` and `--verbose`: how much the text form shows of images without errors and warnings.
struct DetailOptions: ParsableArguments {
  @Flag(name: .shortAndLong, help: "In text, show only images with errors or warnings.")
  var quiet = false

  @Flag(
    name: .shortAndLong,
    help: """
      In text, show each image in full. (default: of several images, one without errors and warnings takes \
      one line)
      """)
  var verbose = false

  func validate() throws {
    guard !quiet || !verbose else {
      throw ValidationError("--quiet and --verbose exclude each other")
    }
  }

  /// - Throws: if the format has no such choice.
  func check(_ format: ReportFormat) throws {
    guard format.isText || !quiet && !verbose else {
      throw ValidationError(
        "\(quiet ? "--quiet" : "--verbose") is for --format text; other formats have all")
    }
  }

  var detail: TextSelection.Detail { quiet ? .quiet : verbose ? .full : .usual }
}
