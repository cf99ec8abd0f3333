// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// The locations of programs and images.
public struct LabPlaces: Sendable {
  /// A prefix for the absolute paths of installed packages; empty for the running system.
  public var root: String
  /// The directory where Debian packages are unpacked without being installed.
  public var images: String
  /// Directories of programs.
  public var programs: [String]

  public init(root: String, images: String, programs: [String]) {
    self.root = root
    self.images = images
    self.programs = programs
  }

  /// The locations of the running system: $PVKIT_IMAGES, or pvkit/debian in the user's cache;
  /// $PATH.
  public static var standard: LabPlaces {
    let cache = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
    let path = variable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin"
    return LabPlaces(
      root: "", images: variable("PVKIT_IMAGES") ?? cache + "/pvkit/debian",
      programs: path.split(separator: ":").map(String.init))
  }

  /// The path of an executable of that name.
  package func program(_ name: String) -> String? {
    programs.map { $0 + "/" + name }.first { path in
      FileName.with(path) { access($0, X_OK) == 0 }
    }
  }

  /// The newest file that matches the pattern: an installed one if there is one, else an unpacked
  /// one.
  func newest(_ pattern: String, where wanted: (String) -> Bool = { _ in true }) -> String? {
    for directory in [root, images] {
      let found = FileName.files(below: directory, "/" + pattern).filter(wanted)
      if let newest = found.max(by: Self.isOlder) { return newest }
    }
    return nil
  }

  /// Compares names by the numbers in them: 6.1.0-9 is older than 6.1.0-10.
  private static func isOlder(_ left: String, _ right: String) -> Bool {
    numbers(left).lexicographicallyPrecedes(numbers(right))
  }

  private static func numbers(_ name: String) -> [Int] {
    name.split { !$0.isASCII || !$0.isNumber }.map { Int($0) ?? Int.max }
  }

  private static func variable(_ name: String) -> String? {
    FileName.variable(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
