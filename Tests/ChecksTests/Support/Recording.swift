// SPDX-License-Identifier: Apache-2.0

import Glibc
import Testing

/// Text that is kept in a file of the package and made anew by a test.
///
/// With PVKIT_RECORD=1 the file is rewritten, and the test fails all the same, so that nobody takes
/// a recording for a check.
func expectRecorded(
  _ path: String, _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  if getenv("PVKIT_RECORD") != nil {
    try Files.write(text, to: path)
    Issue.record("recorded \(path); run again without PVKIT_RECORD", sourceLocation: sourceLocation)
    return
  }
  let kept = (try? Files.read(path)) ?? ""
  #expect(
    kept == text, "\(path) is out of date; PVKIT_RECORD=1 swift test rewrites it",
    sourceLocation: sourceLocation)
}
