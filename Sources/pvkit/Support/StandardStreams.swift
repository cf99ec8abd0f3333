// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Standard output and standard error.
enum StandardStreams {
  /// Whether both are the same file, pipe or terminal, so that a reader of one has the other's lines
  /// too.
  static let areTogether: Bool = {
    var (output, errors) = (stat(), stat())
    guard fstat(STDOUT_FILENO, &output) == 0, fstat(STDERR_FILENO, &errors) == 0 else {
      return false
    }
    return output.st_dev == errors.st_dev && output.st_ino == errors.st_ino
  }()
}
