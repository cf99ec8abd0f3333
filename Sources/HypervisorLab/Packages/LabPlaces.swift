// SPDX-License-Identifier: Apache-2.0

import Base
import Glibc

/// Where the lab looks for programs and images.
public struct LabPlaces: Sendable {
  /// Put before the absolute paths of installed packages; empty for the machine itself.
  public var root: String
  /// Where Debian packages are unpacked without being installed.
  public var images: String
  /// Folders of programs.
  public var programs: [String]

  public init(root: String, images: String, programs: [String]) {
    self.root = root
    self.images = images
    self.programs = programs
  }

  /// This machine's: $PVKIT_IMAGES, else pvkit/debian in the user's cache; $PATH.
  public static var standard: LabPlaces {
    let cache = variable("XDG_CACHE_HOME") ?? (variable("HOME") ?? "") + "/.cache"
    let path = variable("PATH") ?? "/usr/sbin:/usr/bin:/sbin:/bin"
    return LabPlaces(
      root: "", images: variable("PVKIT_IMAGES") ?? cache + "/pvkit/debian",
      programs: path.split(separator: ":").map(String.init))
  }

  /// An executable of that name.
  package func program(_ name: String) -> String? {
    programs.map { $0 + "/" + name }.first { path in
      FileName.with(path) { access($0, X_OK) == 0 }
    }
  }

  /// The newest file that the pattern finds, installed or else unpacked.
  func newest(_ pattern: String, where wanted: (String) -> Bool = { _ in true }) -> String? {
    for folder in [root, images] {
      let found = FileName.files(below: folder, "/" + pattern).filter(wanted)
      if let newest = found.max(by: Self.isOlder) { return newest }
    }
    return nil
  }

  /// By the numbers in the names: 6.1.0-9 before 6.1.0-10.
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
