private import Foundation

/// The angle in degrees whose sine is given, in 0 to 90.
func arcSineInDegrees(_ sine: Double) -> Double { asin(sine) * 180 / .pi }
