// SPDX-License-Identifier: Apache-2.0

/// An example for a rule: minimal wrong code, and the same code corrected.
public struct WrongAndRight: Sendable {
  /// The context of both, such as `in a guest that is right`.
  public let frame: String
  /// The wrong code.
  public let wrong: String
  /// The corrected code.
  public let right: String

  public init(frame: String, wrong: String, right: String) {
    (self.frame, self.wrong, self.right) = (frame, wrong, right)
  }

  /// The example as Markdown.
  public var markdown: String {
    """
    **Example**, \(frame). Wrong:

    ```
    \(wrong)
    ```

    Right:

    ```
    \(right)
    ```
    """
  }
}
