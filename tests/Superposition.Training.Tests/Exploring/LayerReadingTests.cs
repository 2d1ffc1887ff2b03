using Superposition.Exploring;

namespace Superposition.Tests.Exploring;

/// <summary>Which functions a layer's read-offs are fitted to.</summary>
public class LayerReadingTests
{
    [Theory]
    [InlineData(4, 4, new[] { 1, 2, 3, 4 })]
    [InlineData(4, 3, new[] { 0, 1, 2, 3 })]
    [InlineData(5, 2, new[] { 0, 1, 1, 2, 2 })]
    [InlineData(6, 3, new[] { 1, 1, 2, 2, 3, 3 })]
    [InlineData(3, 5, new[] { 2, 4, 5 })]
    public void Layers_of_a_circuit_are_done_in_proportion(int layers, int depth, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, layers).Select(layer => LayerReading.StageAfter(layer, layers, depth)));
}
