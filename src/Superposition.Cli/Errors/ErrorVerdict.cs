using Superposition.Measurement;

namespace Superposition.Cli.Errors;

/// <summary>What a table of errors comes to, in one sentence.</summary>
internal static class ErrorVerdict
{
    /// <summary>
    /// Whether the first network's ε is below what needs no computation, and whether it does better than answering 0. ANDs of two features
    /// have ε = ¼ from the raw input; for other boolean outputs ½ is where a threshold decides all of them rightly.
    /// </summary>
    /// <param name="networks">The network, then its controls, all measured on the same inputs.</param>
    public static string Of(IReadOnlyList<MeasuredNetwork> networks)
    {
        var errors = networks[0].Errors;
        if (!double.IsFinite(errors.Epsilon) || !double.IsFinite(errors.Rms))
        {
            return "Verdict: the network does not compute its outputs, for some of its errors are not finite.";
        }

        var (level, name) = networks.Any(network => network.Name == MeasuredNetwork.LinearMinimax) ? (0.25, "¼") : (0.5, "½");
        var side = !errors.HasThreshold ? ""
            : errors.Epsilon < level ? $"below {name} " : errors.Epsilon > level ? $"above {name} " : $"at {name} ";
        var inputs = errors.AllInputs ? "on all inputs" : $"on {errors.Inputs:N0} drawn inputs";
        return $"Verdict: ε = {Wording.Error(errors.Epsilon)} is {(side.Length == 0 ? "the largest error " : side)}{inputs}, "
            + $"{Against(errors, networks.FirstOrDefault(network => network.Name == MeasuredNetwork.Zero)?.Errors)}.";
    }

    private static string Against(ErrorReport errors, ErrorReport? zero)
    {
        if (zero is null)
        {
            return "and the control that answers 0 was not measured";
        }

        var rms = $"RMS {Wording.Error(errors.Rms)} against {Wording.Error(zero.Rms)}";
        var epsilon = $"ε {Wording.Error(errors.Epsilon)} against {Wording.Error(zero.Epsilon)}";
        return (errors.Rms < zero.Rms, errors.Epsilon < zero.Epsilon) switch
        {
            (true, true) => $"and the network is better than answering 0 ({rms}, {epsilon})",
            (false, false) => $"and the network is no better than answering 0 ({rms}, {epsilon})",
            (true, false) => $"and the network is better than answering 0 on average ({rms}) but not at its worst ({epsilon})",
            (false, true) => $"and the network is better than answering 0 at its worst ({epsilon}) but not on average ({rms})",
        };
    }
}
