// SPDX-License-Identifier: Apache-2.0

import Base

/// SARIF 2.1.0 (OASIS), for code scanning: one run with all rules declared, and an empty list of
/// results if there are no findings. An image that could not be checked becomes a notification of
/// an unsuccessful run. If there are too many results to list, a notification says so; that run is
/// still successful.
public enum SarifFormat: AnnotationFormat {
  public static let name = "sarif"

  public static func text(_ run: AnnotatedRun) throws -> String {
    try encodeJSON(SarifLog(run), .pretty) + "\n"
  }
}

extension SarifLog {
  init(_ run: AnnotatedRun) {
    let rules = run.allRules
    let places = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1.id, $0) })
    let failures = run.images.compactMap { image in
      image.error.map {
        Notification(
          level: .error, message: Text(text: $0), locations: [Location(file: image.name)])
      }
    }
    let (images, cuts) = Self.listed(run.images + run.staleFiles)
    let driver = Driver(
      name: run.command, semanticVersion: run.version, rules: rules.map(SarifLog.Rule.init))
    let results = images.flatMap { name, annotations in
      zip(annotations, annotations.fingerprints).map {
        SarifLog.Result(
          $0, name, text: run.text($0, of: name), ruleIndex: places[$0.rule], fingerprint: $1)
      }
    }
    let invocation = Invocation(
      executionSuccessful: failures.isEmpty, toolExecutionNotifications: failures + cuts)
    runs = [Run(tool: Tool(driver: driver), invocations: [invocation], results: results)]
  }
}

extension SarifLog {
  /// The results by image, at most as many as a run may have, and a notification for each image
  /// with more.
  private static func listed(
    _ images: [AnnotatedRun.Image]
  ) -> ([(name: String, annotations: [Annotation])], [Notification]) {
    var room = AnnotationFormats.mostListed
    var cuts: [Notification] = []
    let listed = images.map { image in
      let annotations = image.all.worst(room)
      room -= annotations.count
      let rest = image.all.count - annotations.count
      if rest > 0 {
        cuts.append(
          Notification(
            level: .warning, message: Text(text: AnnotationFormats.unlisted(rest)),
            locations: [Location(file: image.name)]))
      }
      return (image.name, annotations)
    }
    return (listed, cuts)
  }
}

extension SarifLog.Rule {
  init(_ rule: AnnotationRule) {
    id = rule.id
    shortDescription = SarifLog.Text(text: rule.summary)
    help = SarifLog.Markdown(text: rule.help, markdown: rule.help)
    defaultConfiguration = SarifLog.Configuration(level: rule.level)
  }
}

extension SarifLog.Result {
  /// The place of most results is in the image. A result at a line of source code has the image as
  /// a property and in its fingerprints: several images are built from one file.
  init(
    _ annotation: Annotation, _ image: String, text: String, ruleIndex: Int?, fingerprint: String
  ) {
    ruleId = annotation.rule
    self.ruleIndex = ruleIndex
    level = annotation.level
    baselineState = annotation.baselineState
    message = SarifLog.Text(text: text.printable)
    locations = [SarifLog.Location(annotation, image)]
    let isElsewhere = annotation.isElsewhere(than: image)
    partialFingerprints =
      isElsewhere
      ? ["rulePlace/v2": fingerprint, "image/v1": image.printable] : ["rulePlace/v2": fingerprint]
    properties = isElsewhere ? ["image": image.printable] : nil
  }
}

extension SarifLog.Location {
  init(file: String) {
    physicalLocation = SarifLog.PhysicalLocation(
      artifactLocation: SarifLog.Artifact(path: file), region: nil)
    logicalLocations = nil
  }

  init(_ annotation: Annotation, _ image: String) {
    let region =
      annotation.line.map { SarifLog.Region(startLine: $0.number, byteOffset: nil) }
      ?? annotation.offset.map { SarifLog.Region(startLine: nil, byteOffset: $0) }
    physicalLocation = SarifLog.PhysicalLocation(
      artifactLocation: SarifLog.Artifact(path: annotation.line?.file ?? image), region: region)
    logicalLocations = annotation.place.map {
      [SarifLog.LogicalLocation(fullyQualifiedName: $0.printable)]
    }
  }
}

extension SarifLog.Artifact {
  /// The path as a relative reference (RFC 3986): bytes other than unreserved characters and slashes
  /// are escaped. So it has exactly the bytes of the file name, which need not be UTF-8.
  init(path: String) {
    let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/".utf8)
    let parts = FileName.encoded(path).map { (byte: UInt8) -> String in
      plain.contains(byte) ? String(UnicodeScalar(byte)) : percent(byte)
    }
    uri = parts.joined()
  }
}
