using Superposition.AlgebraicCodes;
using Superposition.Booleans;
using Superposition.Measurement;
using Superposition.UniversalAnd;

namespace Superposition.Tests.UniversalAnd;

/// <summary>±Hadamard layers have the ε of their proof.</summary>
public class HadamardLayerTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(19)]
    [InlineData(31)]
    public void Columns_of_a_Paley_matrix_are_orthogonal(int prime)
    {
        var matrix = new PaleyMatrix(prime);
        for (var i = 0; i < matrix.Order; i++)
        {
            for (var j = 0; j < matrix.Order; j++)
            {
                Assert.Equal(i == j ? matrix.Order : 0, Enumerable.Range(0, matrix.Order).Sum(row => matrix[row, i] * matrix[row, j]));
            }
        }
    }

    [Theory]
    [InlineData(16, 40)]
    [InlineData(24, 48)]
    [InlineData(30, 64)]
    [InlineData(32, 64)]
    public void The_worst_error_over_all_inputs_is_as_proved(int features, int neurons)
    {
        var (measured, _) = Measure(features, neurons);
        Assert.Equal(HadamardLayer.Epsilon(features), measured.Epsilon, 1e-6);
    }

    [Fact]
    public void Thirty_two_features_in_sixty_four_neurons_have_one_seventh()
    {
        Assert.Equal(1.0 / 7, HadamardLayer.Epsilon(32), 1e-12);
        var (measured, predicted) = Measure(32, 64);
        Assert.Equal(1.0 / 7, measured.Epsilon, 1e-6);
        foreach (var expected in predicted.Classes)
        {
            Assert.Equal(expected.Mean, measured[expected.Class].Mean, 1e-5);
            Assert.Equal(expected.Std, measured[expected.Class].Std, 1e-5 + (0.01 * expected.Std));
        }

        Assert.Equal(measured.Epsilon, predicted.ExpectedMaximum(measured.Inputs), 1e-6);
    }

    [Theory]
    [InlineData(24, 1, 6)]
    [InlineData(30, 1, 7)]
    [InlineData(32, 1, 7)]
    [InlineData(60, 1, 8)]
    public void In_whole_numbers_the_worst_error_is_the_fraction_of_the_proof(int features, int numerator, int denominator)
    {
        Assert.Equal(new Fraction(numerator, denominator), HadamardCode.Epsilon(features));
        Assert.Equal(new Fraction(numerator, denominator), HadamardCode.ToIntegers(features).WorstError());
        Assert.Equal(new HadamardLayer().RequiredNeurons(features), HadamardCode.ToIntegers(features).Neurons);
    }

    [Theory]
    [InlineData(32, 3, 64, "at most 2")]
    [InlineData(32, 2, 128, "order 32, 64")]
    [InlineData(3, 2, 8, "from 4 to")]
    public void What_is_not_proved_is_not_built(int features, int active, int neurons, string expected)
    {
        var size = new UniversalAndSize(new SparseInputs(features, active, Sparsity.AtMost), neurons);
        Assert.Contains(
            expected, Assert.Throws<ConstructionFailedException>(() => new HadamardLayer().Build(size, new Seed(0))).Message,
            StringComparison.Ordinal);
    }

    private static (ErrorReport Measured, PredictedErrors Predicted) Measure(int features, int neurons)
    {
        var size = new UniversalAndSize(new SparseInputs(features, 2, Sparsity.AtMost), neurons);
        Assert.Equal(neurons, new HadamardLayer().RequiredNeurons(features));
        using var network = new HadamardLayer().Build(size, new Seed(0));
        return (OutputErrors.Measure(network, PairAnds.All(features), InputSample.All(size.Inputs)), new HadamardLayer().Predict(size));
    }
}
