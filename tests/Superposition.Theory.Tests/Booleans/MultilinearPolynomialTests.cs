using FsCheck.Xunit;
using Superposition.Booleans;

namespace Superposition.Tests.Booleans;

/// <summary>Circuits as sums of ANDs.</summary>
public class MultilinearPolynomialTests
{
    [Theory]
    [InlineData("y = xor x0 x1", "b0 +b1 −2b0b1")]
    [InlineData("y = or x0 x1", "b0 +b1 −b0b1")]
    [InlineData("y = table 0010 x0 x1", "b0 −b0b1")]
    [InlineData("y = maj x0 x1 x2", "b0b1 +b0b2 +b1b2 −2b0b1b2")]
    [InlineData("y = not x2", "1 −b2")]
    [InlineData("y = table 1", "1")]
    [InlineData("y = table 00 x1", "0")]
    [InlineData("p = and x0 x1\nq = and x2 x3\ny = or p q", "b0b1 +b2b3 −b0b1b2b3")]
    public void Gates_are_the_sums_of_ands_that_algebra_gives(string gate, string polynomial) =>
        Assert.Equal(
            polynomial, MultilinearPolynomial.Of(CircuitText.Parse($"features 4\n{gate}\noutputs y", "t"), 0, active: 4).ToString());

    [Property(MaxTest = 60)]
    public void A_random_circuit_equals_its_polynomial_on_every_sparse_input(ulong seed)
    {
        var circuit = RandomCircuit(new Seed(seed).Stream("circuit"), features: 9, gates: 12);
        foreach (var active in new[] { 2, 9 })
        {
            var polynomials = MultilinearPolynomial.OfAll(circuit, active);
            Assert.All(polynomials, polynomial => Assert.InRange(polynomial.Degree, 0, active));
            foreach (var batch in new SparseInputs(9, active, Sparsity.AtMost).All(1000))
            {
                for (var i = 0; i < batch.Count; i++)
                {
                    var values = circuit.Evaluate(batch[i]);
                    for (var output = 0; output < values.Length; output++)
                    {
                        Assert.Equal(values[output] ? 1 : 0, polynomials[output].Evaluate(batch[i]));
                    }
                }
            }
        }
    }

    [Fact]
    public void Terms_larger_than_the_number_of_active_features_are_not_computed()
    {
        var wide =
            CircuitText.Parse($"features 60\ny = or {string.Join(' ', Enumerable.Range(0, 60).Select(i => $"x{i}"))}\noutputs y", "t");
        var polynomial = MultilinearPolynomial.Of(wide, 0, active: 3);
        Assert.Equal(60 + 1770 + 34220, polynomial.Terms.Length);
        Assert.Equal(1, polynomial.Evaluate([3, 17, 59]));
        Assert.All(polynomial.Terms, term => Assert.Equal(term.Features.Length % 2 == 1 ? 1 : -1, term.Coefficient));
    }

    [Fact]
    public void A_function_of_too_many_features_is_refused_by_name()
    {
        var wide =
            CircuitText.Parse($"features 60\nbig = xor {string.Join(' ', Enumerable.Range(0, 60).Select(i => $"x{i}"))}\noutputs big", "t");
        var refusal = Assert.Throws<ArgumentException>(() => MultilinearPolynomial.Of(wide, 0, active: 8));
        Assert.StartsWith(
            "Output \"big\" depends on 60 features, which with at most 8 active have", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Outputs_are_classed_by_value_and_by_whether_a_feature_of_theirs_is_active()
    {
        var circuit = CircuitText.Parse("features 4\ny = and x0 x1\nz = not x3\noutputs y z", "t");
        var classes = new byte[2];
        foreach (var (active, expected) in new (int[], byte[])[] { ([2], [0, 2]), ([0, 3], [1, 1]), ([0, 1], [2, 2]) })
        {
            circuit.Classify(active, classes);
            Assert.Equal(expected, classes);
        }
    }

    private static BooleanCircuit RandomCircuit(Random random, int features, int gates)
    {
        var made = new List<BooleanGate>();
        for (var i = 0; i < gates; i++)
        {
            var kind = (GateKind)random.Next(6);
            var operands = kind == GateKind.Not ? 1 : kind == GateKind.Majority ? 3 : 1 + random.Next(3);
            made.Add(new BooleanGate(
                kind, [.. Enumerable.Range(0, operands).Select(_ => random.Next(features + i))], kind == GateKind.Table
                    ? [.. Enumerable.Range(0, 1 << operands).Select(_ => random.Next(2) == 1)]
                    : default));
        }

        return new BooleanCircuit(
            [.. Enumerable.Range(0, features).Select(i => $"x{i}")], [.. made],
                [.. Enumerable.Range(0, 4).Select(i => ($"y{i}", features + gates - 1 - i))]);
    }
}
