/// Keys made with the `openssl` command, for these tests only.
enum RSAFixtures {
    /// The key, as `openssl genpkey` writes it.
    static let pkcs8 = """
        -----BEGIN PRIVATE KEY-----
        MIIEvAIBADANBgkqhkiG9w0BAQEFAASCBKYwggSiAgEAAoIBAQCtJpkUB9ZBwvLm
        ljOHCTistu8ZZTZMDSeb2CWz0j03cC5sQtZ7bdr4ZIkj14UTiSMHuRb8w3oK+Oim
        gA6vfAF8T3x3DG/BKt+2Lg0REJ4WyiaW31x65qlUUghvyiW10LJ8MQNiSUPQH255
        UWT+5ELZSwsd4hw6MJr7+lGGVVYR1pU/VFqQaGKs6SYDXu/lBIvfl/yKzQrxVelg
        buj0cSonFmLQ2pclOnjVD4fZayi0slO0uJMXjwCm0rX2OEMeKpbrUxz0zyaIRFVC
        u47CSM37a++MZ3vXDjGLIVqcHiEbAnh2CHrH3eMf9j7v303uiGUtQgo+5C86W9Sg
        bk0NbeIvAgMBAAECggEAPKR9DofkIWoOunW2nD+9irgTK5jIGICu86UTJ1Slvgnb
        KG2MQvRpsX88jMIJyJrKGwVXKLWpw7gDe3T0L7/FoW0RUXyYk1XZviuIxgZE6ARq
        2YJnGGA6w95rOAPbiz8Jk/dykPTJ/FVV0sWQErmNNB9VSGUNr8+gKEo2TU8L8vjZ
        7VsqqXNZmKwLYzKJNtnvtJk/w4lXB6uGzMAbACOh/8tQueo97CYWXOZsRoF3Uqem
        KJVS3R82Rf3Fju37xH20KUrsWHH97NvaNu46BOgsUJ5eXq1jaIPyWUErUg+11HBw
        WKC3GC/qxqFtdX1dF75p+3OeAfIZamZlHC5gJLSXqQKBgQDc4nrRF/7fHMz9UE5J
        JCu5DIZTe1qSwgx2Q3M3WK5hWzwq2+nBdScBPSXRd/ho4Zrs+WYn3+J2GzdzBLb6
        lBNnxrhtDywaVCOz5A7fHzhYqIxCr9BK9946Eu0BsEnBZOHU0ELznMSkQmqlz/R8
        hLLMfhouXGERittGn5bUodgZcwKBgQDIrXP8lkqhTu8+iOgdr969XBY9hfiopTcE
        8EVdFikUiHjmn/nQm9U0QvM2iDKKx0qnBwkrrC4Du+kdtMItG7w7xLrsiHKsB/Dc
        OlI+wPEPOrsDxGEvn61MB/PgEsxx9NmpmkWdYCHPyMlxGL9qEQEhacDujI2VtgSM
        JTqvlU0VVQKBgACjEpGZzR1dmuW8Ho2tcgbVl2mUOH2l251XsnRdaBtVxQWmnrT1
        HoitYXeKLgg3Zlf6nCXPSnrmtzE4uUJdvPSWqR9/ZLQqu/Of278e+u2ehtEGasZc
        kqJ+PXq8xGmvXctcUmUbdaG3o1EZGW5mf5GBZ5fsokcHrHw2p5uzX8krAoGAbx2b
        24BcUnUig73KyKVY8ADNT8Oeq8LPdCyWO7TJilUGnKx35spig02O3eMMGUvASjvb
        GBN+ZxLlQU2VNuTklTOZTN9An4DGHSst3xF2aLhcVPmn1nbTvgWpQ6klCvRIkWCa
        q0lPb33+DGFnm5NOzPGBopSw0PS4D+GNXSuOQwECgYBbgFSwcNndkWseObmSFPLM
        yQ5/8H1xjCIPL3gAeqJQRTJFk08cX9px2JhVWkCF0H5eh6QtzygTyMNWgzdkcPUY
        vZyIFApKupoGOz8ethpRUjNN4P0rhqv1RE8yshMbBbftSp6dEV/S5b2m+/gwIt5v
        pePegjdjBZGedeThxEIQ7A==
        -----END PRIVATE KEY-----
        """
    /// The same, as `openssl rsa -traditional` does.
    static let pkcs1 = """
        -----BEGIN RSA PRIVATE KEY-----
        MIIEogIBAAKCAQEArSaZFAfWQcLy5pYzhwk4rLbvGWU2TA0nm9gls9I9N3AubELW
        e23a+GSJI9eFE4kjB7kW/MN6CvjopoAOr3wBfE98dwxvwSrfti4NERCeFsomlt9c
        euapVFIIb8oltdCyfDEDYklD0B9ueVFk/uRC2UsLHeIcOjCa+/pRhlVWEdaVP1Ra
        kGhirOkmA17v5QSL35f8is0K8VXpYG7o9HEqJxZi0NqXJTp41Q+H2WsotLJTtLiT
        F48AptK19jhDHiqW61Mc9M8miERVQruOwkjN+2vvjGd71w4xiyFanB4hGwJ4dgh6
        x93jH/Y+799N7ohlLUIKPuQvOlvUoG5NDW3iLwIDAQABAoIBADykfQ6H5CFqDrp1
        tpw/vYq4EyuYyBiArvOlEydUpb4J2yhtjEL0abF/PIzCCciayhsFVyi1qcO4A3t0
        9C+/xaFtEVF8mJNV2b4riMYGROgEatmCZxhgOsPeazgD24s/CZP3cpD0yfxVVdLF
        kBK5jTQfVUhlDa/PoChKNk1PC/L42e1bKqlzWZisC2MyiTbZ77SZP8OJVwerhszA
        GwAjof/LULnqPewmFlzmbEaBd1KnpiiVUt0fNkX9xY7t+8R9tClK7Fhx/ezb2jbu
        OgToLFCeXl6tY2iD8llBK1IPtdRwcFigtxgv6sahbXV9XRe+aftzngHyGWpmZRwu
        YCS0l6kCgYEA3OJ60Rf+3xzM/VBOSSQruQyGU3taksIMdkNzN1iuYVs8KtvpwXUn
        AT0l0Xf4aOGa7PlmJ9/idhs3cwS2+pQTZ8a4bQ8sGlQjs+QO3x84WKiMQq/QSvfe
        OhLtAbBJwWTh1NBC85zEpEJqpc/0fISyzH4aLlxhEYrbRp+W1KHYGXMCgYEAyK1z
        /JZKoU7vPojoHa/evVwWPYX4qKU3BPBFXRYpFIh45p/50JvVNELzNogyisdKpwcJ
        K6wuA7vpHbTCLRu8O8S67IhyrAfw3DpSPsDxDzq7A8RhL5+tTAfz4BLMcfTZqZpF
        nWAhz8jJcRi/ahEBIWnA7oyNlbYEjCU6r5VNFVUCgYAAoxKRmc0dXZrlvB6NrXIG
        1ZdplDh9pdudV7J0XWgbVcUFpp609R6IrWF3ii4IN2ZX+pwlz0p65rcxOLlCXbz0
        lqkff2S0Krvzn9u/HvrtnobRBmrGXJKifj16vMRpr13LXFJlG3Wht6NRGRluZn+R
        gWeX7KJHB6x8Nqebs1/JKwKBgG8dm9uAXFJ1IoO9ysilWPAAzU/DnqvCz3Qslju0
        yYpVBpysd+bKYoNNjt3jDBlLwEo72xgTfmcS5UFNlTbk5JUzmUzfQJ+Axh0rLd8R
        dmi4XFT5p9Z2074FqUOpJQr0SJFgmqtJT299/gxhZ5uTTszxgaKUsND0uA/hjV0r
        jkMBAoGAW4BUsHDZ3ZFrHjm5khTyzMkOf/B9cYwiDy94AHqiUEUyRZNPHF/acdiY
        VVpAhdB+XoekLc8oE8jDVoM3ZHD1GL2ciBQKSrqaBjs/HrYaUVIzTeD9K4ar9URP
        MrITGwW37UqenRFf0uW9pvv4MCLeb6Xj3oI3YwWRnnXk4cRCEOw=
        -----END RSA PRIVATE KEY-----
        """
    /// Its public half.
    static let spki = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEArSaZFAfWQcLy5pYzhwk4
        rLbvGWU2TA0nm9gls9I9N3AubELWe23a+GSJI9eFE4kjB7kW/MN6CvjopoAOr3wB
        fE98dwxvwSrfti4NERCeFsomlt9ceuapVFIIb8oltdCyfDEDYklD0B9ueVFk/uRC
        2UsLHeIcOjCa+/pRhlVWEdaVP1RakGhirOkmA17v5QSL35f8is0K8VXpYG7o9HEq
        JxZi0NqXJTp41Q+H2WsotLJTtLiTF48AptK19jhDHiqW61Mc9M8miERVQruOwkjN
        +2vvjGd71w4xiyFanB4hGwJ4dgh6x93jH/Y+799N7ohlLUIKPuQvOlvUoG5NDW3i
        LwIDAQAB
        -----END PUBLIC KEY-----
        """
    /// Its public half, certified by itself.
    static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIDATCCAemgAwIBAgIUAx78h0j1bqxKTbz9tJF/w3woHHUwDQYJKoZIhvcNAQEL
        BQAwDzENMAsGA1UEAwwEdGVzdDAgFw0yNjExMjgwMTU5MDNaGA8yMTI2MTEwNDAx
        NTkwM1owDzENMAsGA1UEAwwEdGVzdDCCASIwDQYJKoZIhvcNAQEBBQADggEPADCC
        AQoCggEBAK0mmRQH1kHC8uaWM4cJOKy27xllNkwNJ5vYJbPSPTdwLmxC1ntt2vhk
        iSPXhROJIwe5FvzDegr46KaADq98AXxPfHcMb8Eq37YuDREQnhbKJpbfXHrmqVRS
        CG/KJbXQsnwxA2JJQ9AfbnlRZP7kQtlLCx3iHDowmvv6UYZVVhHWlT9UWpBoYqzp
        JgNe7+UEi9+X/IrNCvFV6WBu6PRxKicWYtDalyU6eNUPh9lrKLSyU7S4kxePAKbS
        tfY4Qx4qlutTHPTPJohEVUK7jsJIzftr74xne9cOMYshWpweIRsCeHYIesfd4x/2
        Pu/fTe6IZS1CCj7kLzpb1KBuTQ1t4i8CAwEAAaNTMFEwHQYDVR0OBBYEFKhN+AlJ
        JnbHTNawKTStViXt6xKrMB8GA1UdIwQYMBaAFKhN+AlJJnbHTNawKTStViXt6xKr
        MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQELBQADggEBACnkB8RYMPeEt3tW
        8ED/R/YH/I272vxzN8gOIo2RzYZDpCqtR3CuvEO176YHxd+9LJnoEfP6BEtWXnpd
        L22qN+LodLMfdS6h4AjRRz67T6VKz5fMc6R/DU/ADfG/cmEhsFMwnNDrU4BveO40
        HxEp3kb9r9GZ1RcwkemEv54fVxkuovEPTCM7O7dhGbLop+Qto1HU0sIRMYbvlTQs
        g315XWXHkLUZdT+qdiASP0tJ8WcBn2aNJs9RdbdwRedMiJ248GqCzFDk+ga37q3m
        qPuwZ7i166kSDbU9gfzq9g15Lmv/UhvpxH74hjHvadg6nVaEDDNSuNi3jw1jGEs8
        FbAeUzE=
        -----END CERTIFICATE-----
        """
    /// Of another key.
    static let otherPublic = """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAul1dYGyYCEh0hokmN2k8
        1S7dej3Uio/j6dXHJ5gOI+yf3wqA4P2fBQdEDeHsA9CjJS7ifL2V7Iy3lEi+7frz
        b7aSPnBH+UTOl5fZ3O5N9v/CqNYhf24ITDBIJe5M5s/O/Bbx5Pvz31G7YVE412W9
        YJ0ObLsN8HsPWccZXYGVrFu3+g5dq5rv17DkKtlCIYt+Yh2Zl+oMVqvis23Qj23+
        BflVs+fJti+9fyPLTN1El+V28ynApPeStThJcx0f/H+Ic3KcFfHaoNGBbSM8niA+
        /duYg5spMUe0Wx2xrQ5E/C+sIrf1Yz7WcuQ6yDChQN6GZmhj73RsaqFIUCvUEteC
        uwIDAQAB
        -----END PUBLIC KEY-----
        """
    /// Of 1024 bits.
    static let small = """
        -----BEGIN PRIVATE KEY-----
        MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMBQsrBjXC+dNOrK
        zbLIEK8+5bJ6G1+6gUlf22yigideBm61gxZGguRoD8EbbaaGthBextGdy66cEYmt
        NhFxr+2B3u9vhHxv+qoFc5Km0tg0/YkBdHGqIXOkhmGykJqs4oF7Q6BeHVVNfuob
        kFe0UB0NgODgkqhmOpfSEyd6MPhPAgMBAAECgYBr1FN8hxmHMPQcub2AAqEoQXH1
        EnYKxL388BxN2whzHkspA+kOMlbtzlMXCVP/zQSERT/hBELSEnva4B2yxjXHUvZd
        DQ+mXC2BehmPhgrx7zDs8kRawE3hsc9EW6/9eT0WUEztuOeNoZVVl+/g0pLI+BlR
        aqmD3UPvxa5ptKwpcQJBAOBI1OnCYOGafXUUfI4XxRPAjYNRruwbaWtusMG5wxl+
        FloOHoXG/8+I/wrjSYFhymIns8TaBPgBWHcCG894bV0CQQDbgpGaI1btjmhlqHZz
        Du03QtVgVkB1pg1YpSuwK+Xge3tE2y0d3tKbWoKDaHSig1hDsfMotvZ0bOfXlsFv
        hLWbAkA5uESjDBUmuj2DPgx3/QII/Urt+r2LodpVfZ0bnhTpoJtb/bo5L2dyH42T
        Xb7y/xm4fQM0q+8PbDk6F17U2+c5AkAC7x/bG5XR3xFuKm5K42wwTOhlPUHnUKzk
        /nAzDqMn+P6Q0Q0tVQkjonYUI5VLhs3rObmyVZ+9tqbyrsUvJGr5AkEA1AfANIWS
        dskX2Fi1MOdWebR11Vc6p5HS1bqKV4Oj8YDqmb+VTc8ymDqfkAw3A85N8237Z6xc
        K1Bj8jhuVhX+zg==
        -----END PRIVATE KEY-----
        """
    static let smallPublic = """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDAULKwY1wvnTTqys2yyBCvPuWy
        ehtfuoFJX9tsooInXgZutYMWRoLkaA/BG22mhrYQXsbRncuunBGJrTYRca/tgd7v
        b4R8b/qqBXOSptLYNP2JAXRxqiFzpIZhspCarOKBe0OgXh1VTX7qG5BXtFAdDYDg
        4JKoZjqX0hMnejD4TwIDAQAB
        -----END PUBLIC KEY-----
        """
    /// Of another kind.
    static let ed25519 = """
        -----BEGIN PRIVATE KEY-----
        MC4CAQAwBQYDK2VwBCIEIJ7YfcUrpoQV8b6BW1Q6dMGYDTISwG5QtNuc0lLkfMfY
        -----END PRIVATE KEY-----
        """
    static let ed25519Public = """
        -----BEGIN PUBLIC KEY-----
        MCowBQYDK2VwAyEA/YugrjHux9trOUxwudX3rCRIpDN0ojgLSrzecV9Ifio=
        -----END PUBLIC KEY-----
        """
    /// The key, behind the passphrase `x`.
    static let encrypted = """
        -----BEGIN ENCRYPTED PRIVATE KEY-----
        MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIF0A/Nhk9ap8CAggA
        MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBDJPHWiLYdsLwJ5eQsKVea3BIIE
        0PgS9fV9qdrCrktpvxog8GkYDEBgnLiTbfHQubZcNUl5HJoC233CeoIvC//DPkwg
        QZNChtvZGbv82+rstblDwd/fjUlvVznLoZw3hV+IjUIFg3q5D91cXwY8eNogh9Fe
        uLvVad+GQ65GzNDBeEnmQQf10C5edyIfi1E3NG94Mpn28uPjnx9aqaEf0sNlOXax
        fT+n0I3EqwdmBLODD9Nlocrbvoqq89luK/Bb9Of32xX6By/RHJb+D+B8oNcKGvGN
        XzDoZ5PNLaFadIqo5aBbNtBUb78FPjjzBhpnslFcaa0LJQlQ05wK6yL2cYKESr6U
        VRAERN+NkGWIegCFmHo42XQXOylw2tFaG9b9zAGi7/9TfsIBj/R7dhhgIosR+2YR
        87tXS9ZhDw3r2G5IiwiBfU8kUHB07sYQD3AluDGoTK/w2K78xbbCCGTUNeJ46fc1
        sQ87YOZgVI6OqCCLZ2E4+1DvFn/ppOfufjEzCyO68TMiJayHM2tOIvL/M2Lc99dV
        bEqK8xULLEX8Ga63krjzd1aUZh/nzsu/Wb0I5tTYFWknfPkW0CGVR5PIPna6x/+2
        Q01NbWIofMaWHKlFbeePsDDhUY5Ah8Ojdwfm1gFbgzREifRbgmuWAemJMkcGWbS6
        rrPRnZ947jhe+vv2gAxVB6ikFAbrOzQCf/onHTXV9rtmKlPyuvWZ+7ge4AxJoUIS
        9TZlLHllYDJI0efyVXQyMq8ChqY1khOD+VlPjmZIeAOIz1LS0kpiejRaWWxMZNNS
        Qvm8RV2OtzcO8vUpcc2CEKzM1oypSZVg3P4qW1SrJWKjEBgTJs2MQ1eOVy5VlhgB
        cgPa60UPa5fLRHLwUT9CPags2mId46jIoQl8Mq570Rd7o/RBYaUnV82MnzhaYACX
        v0IanNEcWfmBtfpxjMWvhuj1Rl4fdvqLoJHPqaJcc3u8psrRYiCWMTByLMseCX2N
        MKscFvWTiMY3XdZIv9XkQrMs/vLXTm3kQoJTTR3op9jzq5Q80o0EmxU65iAroy2C
        1HpUFMiN3710z0FHDxSrMSBPX6NvJ6sjLy/18I4xKbP3Lr+2O75B7cVh3/EvcrtC
        EqgMGeD3Gq+QWBrGhdN/VCc9M3Y9yNrFMaqRH5cMP59h/C7UO4PN604J03drG2cG
        IDX1Qk9Vs0Fu3s8XTKyge1eTQRh8uwyj5X8c1YoQ3flIN+xls1yzMy5mWoFKOOJo
        wJqn/rpBvNpGaREZaVqxSDNlrHSVlf1ZwsHGHTAVYtnCq8H2Iuj05Ne/rzr4CmHJ
        9pWQF/jh7uaO4ieUPXUp815J3jabDtrnw9Fk8rz55lvmAKJzwNLtqROicFHM315q
        Jzscs5/8vkC13op5Eaol4jMk8KNJVWbS2CAi6xARZhT9GU8Mgyq4gKeIZBF7+zvM
        AtHoQlVWN0u0jjaI+hjyk/oxA9HIcsxdQ7sOWMO3TCowwTUHu+qG4qSmpZNmdh/X
        VLjwUnUGwOfSfPPoIzSHEBANYMFeOtG2Nyn6MtFQDQJ3Y2E592u1O8mypGLrTLvB
        4M0/Hy1ULruzwWodvVAHk2dqWswTHHk1FuHAMlMsMfoxZVT8sbPQdoRaHFz6z6Ez
        n2NwuaUfWgpZWMhZjVE0mnu/SELDrl0bOlAfiydB/wUg
        -----END ENCRYPTED PRIVATE KEY-----
        """
    static let encryptedOld = """
        -----BEGIN RSA PRIVATE KEY-----
        Proc-Type: 4,ENCRYPTED
        DEK-Info: AES-128-CBC,BEC1BF744F97BA6998B602EA1A2CE649

        oNKmnxVse+UrH1wBeBfewntKTArTN5L+fRMnZTPSNyxPrbU16SPvb1RhQPqhYqF4
        D9KqmjI7r3ovXXaUV0tJ9bQiC0HlmYuH0ESihIpDKiE0jIXLj/MIohjR6M9L6U9h
        FeWuRckOzky2nnu1e+E48gvfE+E75Q/IFmuESNzqiXqpNutWIAS/KX3iaWZxNwmG
        KSkALwFVjmMjQ+lTvIc5dzw3V/Q8neTh6QVs5g7567C1vq0E5r1aZzuqsoqjBgDU
        yYqa635MFTGwsJI8ek4AnJw3juM4L9EwDw2Ryi7m4n353VkYJjLlNNPbYfvGUygZ
        ZyFPm9O2r19yFBigxhvlUN1L48QyMfK9xMVDZz2M54qvYVCbuT+Da5nHZbbK2gzk
        utiOHJf8+a73sjyM22EHHubLTLWNj4BD3tZreefb2s/VaPBliWsqGob5F5Y8HkXH
        cC/dvYYfdlJCGW4+pFc0cp73thXr2CggjswG3HpxxGHqiBnjwFdC5leH9eUSLJ+Q
        le3RfLd1lPiUvH0IEeT5vNQyx0kSfag3CzzIFwTvpQHnKYajkBau93n2hKqIVJXs
        eEvtm4uox2KuwKZYSxXIInMPC6iNOs22v3/EWzcftFbpKisoPL6EkOrV5VV2NoSk
        S1HwNCCNz7OsytB+EG815fPr98vyRemvlZiy1MwFnGnf9iVHka2ud3XYv7mDJGMf
        J9fRM4vpIIvRbeMt/1ebACXO6pdRgGnZlpWYNQRvDbHDpDXTRdOf7m7F4UVSizfb
        HrA1K/ZAMp4X/PrR0/NDEvwLYWBTJiYYR74hu5Vs8a921VLrnr4YGm3d/wGe2NO2
        22XIjDd1nyLMlJ/kVKCunSm8EkvzfMXK4rzVgQ16J8OzjpuEgH5SFrIdaOXQ1Brd
        G3IYU3gn4xlaFdyL/nU3tObUk/edKsNwVLQgFa+gBkseOU9/1xlChDU3Doj08fY7
        A1NU/Pnyv5ntZTs+6S1jxVbl8Gpw/3eDrS/l+NyptIrZ3JEpqrh6bNL0TqIVgdcL
        sot2ZMB75hf1oK6BUTBGXg7VQWP36SARGLLpb98z7MqWxD2Ef4UeXBvDjfKiHscW
        jzVuYjiAfK5UC+iddcxkq5KrGEKGg+rZ+te/U0BLRaByCYhi0p4qXOrznzXMTXTw
        VhEJSGN50YQKx9SbkULVEGHQjtx/xXwmQJCnO6qlSFzDd221Y2CgHK4z7tvhueiU
        uQfyKnNldcAS0gJA0tqIglwIhiSdnLkLx2SavNn8+KIYtfXPnWTSWQ48NXsPaDBy
        hT73XZmpI84PNR62mxThcwUvFTPhtNCAjdAPCGC/WMazzKUMu6+NNKNTre8zL5c0
        OCbh255njuaWYllAIbgyRGZ7BQ8XMHaBIZTzYlvruZfukm6iDzzVmQbbVRegFRt9
        PanmLJkb2nc16SZN6b7UvJxr4oyvuo0eIgx0R1NOYyqB7gL9WQ4CWTrwgjjZCGM1
        tVPqnftxKP7k6lGT8UEM/gwwwUIIsEIe8dy+4YAIyl5mEofneKOfwNEVFewvh3Uw
        82SdCogtvmawDhLYQPCyFvEfu+S1smbjhwDFABa/x4LS1gk7pnE2uLbmG0YDxfkz
        -----END RSA PRIVATE KEY-----
        """

    static let message = "晴川里 84.20"
    /// What `openssl dgst -sha256 -sign` makes of the message with the key.
    static let signature =
        "QkGn5XAVQ8ugIbAfxOWA4b0AHSxWPBJRD8PZ70MYy5pdYJjR2ThAvAXJCrS3sBunkssM7XmY06XOIR3Z4bya4kbm"
        + "vPeh3OPy5rxm0DPGyPG5i9p/euCYuNKw47iqJVi7m7q9qEswhgjyAC5UpcSp7FXCRXJlRyR+c+G9n4JFdsdfLSSv"
        + "EekpBf16zY7vVlxq+tByikG01YDYRlQXNLA/3IovzY3jcoQ6KJCgYZGUM6GyI7Lyfk9O7ETwKd8K7tsrSaBEzkZ9"
        + "IINocWapBEymRAeOZbp2tmw67lB8cvXHlirOYRuwUTWyuvqv2AlQrmnuQz4tJUPPJbTTOh1CzYDMzg=="
}
