using Superposition.Networks;
using static TorchSharp.torch;

namespace Superposition.Baselines;

/// <summary>
/// A network for y = ReLU(x) with fewer neurons than features, of the kind that training under the fourth power of the error finds (da
/// Silva and Heimersheim, arXiv 2607.04800): each feature has a codeword of K neurons with a high weight, all other weights are slightly
/// negative, and the read-off is a multiple of the pseudo-inverse.
/// </summary>
public static class CodewordNetwork
{
    /// <summary>Writes a code into weights.</summary>
    /// <param name="code">The codewords.</param>
    /// <param name="on">The weight of a neuron of the codeword.</param>
    /// <param name="off">The weight of the others.</param>
    /// <param name="scale">What the pseudo-inverse is multiplied by.</param>
    public static ReluNetwork Of(Codewords code, double on, double off, double scale)
    {
        using var scope = NewDisposeScope();
        var weight_dm = full(code.Neurons, code.Features, (float)off);
        var weights = weight_dm.Floats();
        for (var feature = 0; feature < code.Features; feature++)
        {
            foreach (var neuron in code[feature])
            {
                weights[(neuron * code.Features) + feature] = (float)on;
            }
        }

        return new ReluNetwork([new ReluLayer(weight_dm, zeros(code.Neurons))], new DenseReadOff(linalg.pinv(weight_dm) * scale));
    }
}
