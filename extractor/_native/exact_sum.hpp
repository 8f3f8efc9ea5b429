// The sum of a few numbers with one rounding at the end, as `math.fsum` gives it.
#pragma once

namespace extractor {

// Adds numbers without loss: `sum` + `rest` is the exact sum as long as `is_exact`.
class ExactSum {
  public:
    void add(double value) {
        double lost, lost_again;
        sum = add(sum, value, lost);
        rest = add(rest, lost, lost_again);
        // Not equal to zero also for NaN, which comes of infinite values.
        if (!(lost_again == 0)) is_exact = false;
    }

    // The exact sum, rounded once; only where `is_exact`.
    double total() const { return sum + rest; }

    bool is_exact = true;

  private:
    // Return a + b, and what rounding lost (Knuth's TwoSum).
    static double add(double a, double b, double& lost) {
        const double found = a + b, of_b = found - a;
        lost = (a - (found - of_b)) + (b - of_b);
        return found;
    }

    double sum = 0, rest = 0;
};

}  // namespace extractor
