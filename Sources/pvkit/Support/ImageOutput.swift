// SPDX-License-Identifier: Apache-2.0

import Reports

/// The result for one image: what to print, and its exit code.
struct ImageOutput: Sendable {
  var status: ExitStatus
  /// The lines for standard error.
  var complaints: [String] = []
  /// The lines for standard output, without line ends, that are printed in any case.
  var lines: [String] = []
  /// The text form of each image. How much of it is printed depends on the other images.
  var texts: [ImageText] = []
  /// The results for annotation formats.
  var images: [AnnotatedRun.Image] = []
  /// The entries for a new baseline.
  var entries: [Baseline.Entry] = []
  /// The titles of images that could not be checked.
  var failed: [String] = []
}
