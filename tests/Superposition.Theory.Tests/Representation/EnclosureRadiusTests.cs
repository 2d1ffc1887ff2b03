using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.Tests.Representation;

/// <summary>Radii of enclosures in exact arithmetic: as large as the theorems that they rest on ask for, and hardly larger.</summary>
public class EnclosureRadiusTests
{
    private const double UnitRoundoff = 1.0 / (1L << 53);

    private static readonly double[] Sizes = [0, 1e-17, 1e-9, 1e-3, 0.3, 40];

    [Fact]
    public void Products_differences_and_quotients_reach_the_corners_of_their_intervals_and_no_farther()
    {
        var random = new Seed(11).Stream("corners");
        foreach (var (r, q) in Sizes.SelectMany(r => Sizes.Select(q => (r, q))))
        {
            for (var trial = 0; trial < 10; trial++)
            {
                var (x, y) = (new Enclosure(10 * (random.NextDouble() - 0.5), r), new Enclosure(10 * (random.NextDouble() - 0.5), q));
                AssertReaches(x.Times(y), Corners(x, y).Select(corner => corner.Item1 * corner.Item2));
                AssertReaches(x.Minus(y), Corners(x, y).Select(corner => corner.Item1 + -corner.Item2));
                AssertReachesQuotients(x, y);
            }
        }
    }

    [Fact]
    public void A_number_that_may_be_0_divides_nothing()
    {
        Assert.All(new[] { 0.5, 0.75, 3 }, radius =>
            Assert.Equal(double.PositiveInfinity, new Enclosure(1, 0).Over(new Enclosure(0.5, radius)).Radius));
        Assert.InRange(new Enclosure(1, 0).Over(new Enclosure(0.5, 0.25)).Radius, 2, 2.0001);
        Assert.InRange(new Enclosure(1, 0).Over(new Enclosure(-0.5, 0.25)).Radius, 2, 2.0001);
    }

    [Fact]
    public void A_larger_radius_is_the_sum_rounded_up()
    {
        var enclosure = new Enclosure(3, 0.1);
        Assert.Equal(enclosure, enclosure.Widened(0));
        var wider = enclosure.Widened(0.2);
        Assert.Equal(3, wider.Value);
        Assert.True((Dyadic)0.1 + 0.2 <= wider.Radius);
        Assert.InRange(wider.Radius, 0.3, 0.3 + 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(16)]
    [InlineData(37)]
    public void Sums_are_given_the_radius_of_the_theorem(int terms)
    {
        var random = new Seed(12).Stream("sums");
        double[] a = [.. Enumerable.Range(0, terms).Select(_ => random.NextDouble() - 0.5)];
        double[] w = [.. Enumerable.Range(0, terms).Select(_ => random.NextDouble() - 0.5)];
        var absolute = a.Zip(w, (x, y) => Math.Abs(x * y)).Sum();

        // γ_n Σ|products|, with the constant as one product more (Higham, §3.1).
        var gamma = (terms + 1) * UnitRoundoff / (1 - ((terms + 1) * UnitRoundoff));
        var dot = Enclosure.Dot(a, w, 0.125);
        Assert.InRange(dot.Radius, gamma * (absolute + 0.125), 6 * gamma * (absolute + 0.125));

        // To twice the precision: u |sum| + γ_n² Σ|products| (Ogita, Rump and Oishi, 2005).
        var compensated = Enclosure.CompensatedDot(a, w, 0.125);
        var least = (UnitRoundoff * Math.Abs(compensated.Value)) + (gamma * gamma * (absolute + 0.125));
        Assert.InRange(compensated.Radius, least, 3 * least);

        // Where the sum is 0 the second term stands alone.
        var cancelled = Enclosure.CompensatedDot([.. a, .. a], [.. w, .. w.Select(weight => -weight)], 0);
        gamma = 2 * terms * UnitRoundoff;
        Assert.InRange(Math.Abs(cancelled.Value), 0, cancelled.Radius);
        Assert.InRange(cancelled.Radius, gamma * gamma * 2 * absolute, 80 * gamma * gamma * 2 * absolute);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void A_sum_to_twice_the_precision_holds_what_a_plain_sum_loses(int terms)
    {
        var random = new Seed(13).Stream("cancel");
        for (var trial = 0; trial < 100; trial++)
        {
            double[] a = [.. Enumerable.Range(0, terms).Select(_ => (random.NextDouble() - 0.5) * 1e15)];
            double[] w = [.. Enumerable.Range(0, terms).Select(_ => random.NextDouble() - 0.5)];

            // What is left of the sum is as small as the rounding of a plain one.
            var c = -Enclosure.Dot(a, w, 0).Value + random.NextDouble();
            var exact = Enumerable.Range(0, terms).Aggregate((Dyadic)c, (sum, j) => sum + ((Dyadic)a[j] * w[j]));
            var compensated = Enclosure.CompensatedDot(a, w, c);
            Assert.True((exact + -(Dyadic)compensated.Value).Size <= compensated.Radius);
            Assert.InRange(compensated.Radius, 0, 1e-13);
        }
    }

    [Fact]
    public void Products_that_underflow_leave_a_radius()
    {
        Assert.True((Dyadic)1e-200 * 1e-200 <= Enclosure.CompensatedDot([1e-200], [1e-200], 0).Radius);
        Assert.True((Dyadic)1e-200 * 1e-200 <= Enclosure.Dot([1e-200], [1e-200], 0).Radius);
        Assert.True((Dyadic)1e-200 * 1e-200 <= new Enclosure(1e-200, 0).Times(new Enclosure(1e-200, 0)).Radius);
        Assert.True(new Enclosure(1e-200, 0).Over(new Enclosure(1e200, 0)).Radius > 0);
    }

    [Fact]
    public void What_rounding_loses_in_a_sum_is_found_exactly()
    {
        var random = new Seed(14).Stream("two");
        for (var trial = 0; trial < 500; trial++)
        {
            var (x, y) = (random.NextDouble() - 0.5, (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)));
            var (sum, lost) = Enclosure.TwoSum(x, y);
            Assert.Equal(x + y, sum);
            Assert.True((Dyadic)x + y <= (Dyadic)sum + lost && (Dyadic)sum + lost <= (Dyadic)x + y);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(21)]
    public void Multiples_of_rows_add_up_with_their_absolute_values(int width)
    {
        // Whole numbers: nothing is rounded.
        double[] first = [.. Enumerable.Range(0, width).Select(j => (double)(j % 2 == 0 ? j + 1 : -j))];
        double[] second = [.. Enumerable.Range(0, width).Select(j => 5.0 - j)];
        var (sums, absolutes) = (new double[width], new double[width]);
        Enclosure.AddRow(3, first, sums, absolutes);
        Enclosure.AddRow(-2, second, sums, absolutes);
        for (var j = 0; j < width; j++)
        {
            Assert.Equal((3 * first[j]) - (2 * second[j]), sums[j]);
            Assert.Equal((3 * Math.Abs(first[j])) + (2 * Math.Abs(second[j])), absolutes[j]);
        }
    }

    private static IEnumerable<(Dyadic, Dyadic)> Corners(Enclosure x, Enclosure y) =>
        from p in new[] { x.Radius, -x.Radius }
        from q in new[] { y.Radius, -y.Radius }
        select ((Dyadic)x.Value + p, (Dyadic)y.Value + q);

    private static void AssertReaches(Enclosure result, IEnumerable<Dyadic> corners)
    {
        Dyadic[] distances = [.. corners.Select(corner => (corner + -(Dyadic)result.Value).Size)];
        Assert.All(distances, distance => Assert.True(distance <= result.Radius));

        // Rounding adds a few units in the last place of the value and of the radius.
        var farthest = distances.Max(distance => Math.ScaleB((double)distance.Mantissa, distance.Exponent));
        Assert.InRange(result.Radius, 0, (farthest * (1 + 1e-12)) + (4 * UnitRoundoff * Math.Abs(result.Value)) + 1e-300);
    }

    private static void AssertReachesQuotients(Enclosure x, Enclosure y)
    {
        var quotient = x.Over(y);
        if (y.Radius >= Math.Abs(y.Value))
        {
            Assert.Equal(double.PositiveInfinity, quotient.Radius);
            return;
        }

        // |p/q − v| ≤ r as |p − v q| ≤ r |q|, which needs no division.
        Assert.All(Corners(x, y), corner =>
            Assert.True((corner.Item1 + -(corner.Item2 * quotient.Value)).Size <= corner.Item2.Size * quotient.Radius));
        var farthest = Corners(x, y).Max(corner =>
            Math.Abs((Number(corner.Item1) / Number(corner.Item2)) - quotient.Value));
        Assert.InRange(quotient.Radius, 0, (farthest * (1 + 1e-12)) + (16 * UnitRoundoff * Math.Abs(quotient.Value)) + 1e-300);
    }

    private static double Number(Dyadic value)
    {
        var shift = (int)Math.Max(0, (long)value.Mantissa.GetBitLength() - 60);
        return Math.ScaleB((double)(value.Mantissa >> shift), value.Exponent + shift);
    }
}
