using static TorchSharp.torch;

namespace Superposition.Probing;

/// <summary>
/// The units in which activations are compared: each neuron in standard deviations from its mean. A ReLU network is the same when a neuron
/// is multiplied by c &gt; 0 and its readers divided by c, so lengths, random directions and ridges have to be the same as well. Lives in
/// the dispose scope it is made in.
/// </summary>
internal sealed class NeuronUnits
{
    // What float32 leaves of a constant: a neuron that varies less than this, relative to its largest value, does not vary.
    private const double Rounding = 1e-6;

    private NeuronUnits(Tensor mean_1d, Tensor scale_1d, Tensor inverse_1d)
    {
        Mean_1d = mean_1d;
        Scale_1d = scale_1d;
        Inverse_1d = inverse_1d;
    }

    /// <summary>Each neuron's mean, float64, shape [1, d].</summary>
    public Tensor Mean_1d { get; }

    /// <summary>Each neuron's standard deviation, float64, shape [1, d]; 0 for one that is constant.</summary>
    public Tensor Scale_1d { get; }

    /// <summary>One over the scale, and 0 for constant neurons, shape [1, d].</summary>
    public Tensor Inverse_1d { get; }

    /// <summary>Takes mean and standard deviation of every neuron over n states; a constant neuron gets the scale 0.</summary>
    /// <param name="states_nd">Activations, float64, shape [n, d].</param>
    /// <exception cref="Measurement.NotFiniteException">An activation is NaN or infinite.</exception>
    public static NeuronUnits Of(Tensor states_nd)
    {
        using var scope = NewDisposeScope();
        if (!states_nd.isfinite().all().item<bool>())
        {
            throw new Measurement.NotFiniteException("An activation is NaN or infinite, so nothing can be probed.");
        }

        var mean_1d = states_nd.mean([0], keepdim: true);
        var std_1d = (states_nd - mean_1d).square().mean([0], keepdim: true).sqrt();
        var varies = std_1d > states_nd.abs().amax([0], keepdim: true) * Rounding;
        var none_1d = zeros_like(std_1d);
        return new NeuronUnits(
            mean_1d.MoveToOuterDisposeScope(), where(varies, std_1d, none_1d).MoveToOuterDisposeScope(),
                where(varies, 1 / std_1d, none_1d).MoveToOuterDisposeScope());
    }

    /// <summary>The same tensors, owned by the next outer dispose scope.</summary>
    public void MoveToOuterScope() => Array.ForEach([Mean_1d, Scale_1d, Inverse_1d], tensor => tensor.MoveToOuterDisposeScope());

    /// <summary>States in these units, shape [n, d]; constant neurons are 0.</summary>
    public Tensor Standardise(Tensor states_nd)
    {
        using var scope = NewDisposeScope();
        return ((states_nd - Mean_1d) * Inverse_1d).MoveToOuterDisposeScope();
    }
}
