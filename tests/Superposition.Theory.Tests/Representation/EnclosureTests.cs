using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.Tests.Representation;

public class EnclosureTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(131)]
    public void A_sum_of_products_lies_within_its_enclosure_in_exact_arithmetic(int terms)
    {
        var random = new Seed(1).Stream("enclosure");
        for (var trial = 0; trial < 200; trial++)
        {
            // Sizes from 1e-30 to 1e30, and pairs that nearly cancel.
            var a = Enumerable.Range(0, terms).Select(_ =>
                (double)(float)((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30)))).ToArray();
            var w = Enumerable.Range(0, terms).Select(_ => (random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-30, 30))).ToArray();
            for (var j = 1; j < terms; j += 2)
            {
                (a[j], w[j]) = (a[j - 1], -w[j - 1] * (1 + (random.Next(3) * 1e-16)));
            }

            var c = random.NextDouble();
            var exact = Enumerable.Range(0, terms).Aggregate((Dyadic)c, (sum, j) => sum + ((Dyadic)a[j] * w[j]));
            var enclosure = Enclosure.Dot(a, w, c);
            Assert.True(exact >= enclosure.Lower && exact <= enclosure.Upper);
            Assert.True((exact + -(Dyadic)1.0).Size <= enclosure.LargestDistance(1));
            Assert.True((exact + -(Dyadic)1.0).Size >= enclosure.SmallestDistance(1));
        }
    }

    [Fact]
    public void Products_and_differences_of_enclosures_hold_every_product_and_difference()
    {
        var random = new Seed(2).Stream("enclosure");
        for (var trial = 0; trial < 2000; trial++)
        {
            var x = new Enclosure(random.NextDouble() - 0.5, random.NextDouble() * 1e-12);
            var y = new Enclosure(random.NextDouble() - 0.5, random.NextDouble() * 1e-12);
            foreach (var (p, q) in new[] { (x.Value + x.Radius, y.Value - y.Radius), (x.Value - x.Radius, y.Value - y.Radius) })
            {
                // One ulp inside the ends, which the additions above may have overshot.
                Dyadic p1 = p > x.Value ? Math.BitDecrement(p) : Math.BitIncrement(p), q1 = Math.BitIncrement(q);
                Assert.True(p1 * q1 <= x.Times(y).Upper && p1 * q1 >= x.Times(y).Lower);
                Assert.True(p1 + -q1 <= x.Minus(y).Upper && p1 + -q1 >= x.Minus(y).Lower);
            }
        }
    }

    [Fact]
    public void Products_that_underflow_are_enclosed()
    {
        double[] a = [float.Epsilon, float.Epsilon];
        double[] w = [1e-300, -3e-300];
        var exact = ((Dyadic)a[0] * w[0]) + ((Dyadic)a[1] * w[1]);
        var enclosure = Enclosure.Dot(a, w, 0);
        Assert.True(exact >= enclosure.Lower && exact <= enclosure.Upper);
    }
}
