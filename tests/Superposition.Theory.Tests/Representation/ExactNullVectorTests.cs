using System.Numerics;
using Superposition.Booleans;
using Superposition.Representation;

namespace Superposition.Tests.Representation;

public class ExactNullVectorTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 20)]
    [InlineData(30, 1)]
    [InlineData(40, 24)]
    [InlineData(12, 55)]
    public void The_one_combination_that_vanishes_is_found_exactly(int unknowns, int bits)
    {
        // One equation less than unknowns, plus two that follow from them.
        var random = new Seed((ulong)(unknowns * 100) + (ulong)bits).Stream("matrix");
        var equations = Enumerable.Range(0, unknowns - 1)
            .Select(_ => Enumerable.Range(0, unknowns).Select(_ => random.NextInt64(1L << bits) - (1L << (bits - 1))).ToArray()).ToList();
        equations.Add([.. equations[0]]);
        equations.Add(new long[unknowns]);
        var w = ExactNullVector.Find(equations, unknowns);
        Assert.NotNull(w);
        Assert.Contains(w, weight => !weight.IsZero);
        Assert.All(equations, equation =>
            Assert.Equal(BigInteger.Zero, equation.Select((entry, i) => entry * w[i]).Aggregate(BigInteger.Add)));
    }

    [Fact]
    public void None_is_found_where_the_columns_are_independent() =>
        Assert.Null(ExactNullVector.Find([[1, 2], [3, 4], [5, 7]], unknowns: 2));

    [Fact]
    public void None_is_found_where_there_is_more_than_one() =>
        Assert.Null(ExactNullVector.Find([[1, 1, 1], [2, 2, 2]], unknowns: 3));

    [Fact]
    public void Columns_that_depend_on_each_other_only_modulo_the_prime_are_not_taken_for_dependent() =>
        Assert.Null(ExactNullVector.Find([[int.MaxValue, 0], [0, 1]], unknowns: 2));
}
