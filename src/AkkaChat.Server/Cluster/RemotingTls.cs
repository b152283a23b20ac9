using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;
using AkkaChat.Server.Start;

namespace AkkaChat.Server.Cluster;

/// <summary>
/// Mutual TLS between nodes: each shows a certificate, and each looks whether the one authority of the cluster signed the
/// other's. What the machine trusts otherwise does not count. Names are not compared: whoever the authority signed is a node.
/// </summary>
internal static class RemotingTls
{
    /// <summary>What the transport needs.</summary>
    /// <exception cref="StartException">A file can't be read, or is not what it should be.</exception>
    public static DotNettySslSetup Load(TlsOptions options)
    {
        var authorities = Read(options.AuthorityFile!, file =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0 ? found : throw new CryptographicException("It holds no certificate.");
        });
        var chain = Read(options.CertificateFile!, file =>
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found;
        });
        // By way of PKCS #12: TLS on Windows takes no key that lives in memory alone.
        var certificate = Read(options.CertificateFile!, file =>
        {
            using var pem = X509Certificate2.CreateFromPemFile(file, options.KeyFile);
            return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), password: null);
        });
        if (!IsSigned(certificate, authorities, chain))
        {
            throw new StartException($"The certificate {options.CertificateFile} is not signed by {options.AuthorityFile}.");
        }

        return new DotNettySslSetup(
            certificate,
            suppressValidation: false,
            requireMutualAuthentication: true,
            validateCertificateHostname: false,
            (peer, presented, name, _, log) => Check(peer, presented, name, authorities, log));
    }

    private static bool Check(
        X509Certificate2? peer, X509Chain? presented, string name, X509Certificate2Collection authorities, ILoggingAdapter log)
    {
        if (peer is null)
        {
            log.Warning("8010 {0} shows no certificate", name);
            return false;
        }

        var between = new X509Certificate2Collection();
        foreach (var element in presented?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            between.Add(element.Certificate);
        }

        var isSigned = IsSigned(peer, authorities, between);
        if (!isSigned)
        {
            log.Warning("8013 {0} shows a certificate that is not of this cluster, or not valid now", name);
        }

        return isSigned;
    }

    private static bool IsSigned(
        X509Certificate2 certificate, X509Certificate2Collection authorities, X509Certificate2Collection between)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.ExtraStore.AddRange(between);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a cluster's own authority publishes no lists
        return chain.Build(certificate);
    }

    private static T Read<T>(string file, Func<string, T> read)
    {
        try
        {
            return read(file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartException(
                $"The file {file} of {ClusterOptions.Section}:{nameof(ClusterOptions.Tls)} can't be used: {failure.Message}", failure);
        }
    }
}
