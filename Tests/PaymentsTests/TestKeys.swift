/// Key pairs made with the `openssl` command, for these tests only.
enum TestKeys {
    static let ours = """
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
    static let oursPublic = """
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
    static let provider = """
        -----BEGIN PRIVATE KEY-----
        MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC6XV1gbJgISHSG
        iSY3aTzVLt16PdSKj+Pp1ccnmA4j7J/fCoDg/Z8FB0QN4ewD0KMlLuJ8vZXsjLeU
        SL7t+vNvtpI+cEf5RM6Xl9nc7k32/8Ko1iF/bghMMEgl7kzmz878FvHk+/PfUbth
        UTjXZb1gnQ5suw3wew9ZxxldgZWsW7f6Dl2rmu/XsOQq2UIhi35iHZmX6gxWq+Kz
        bdCPbf4F+VWz58m2L71/I8tM3USX5XbzKcCk95K1OElzHR/8f4hzcpwV8dqg0YFt
        IzyeID7925iDmykxR7RbHbGtDkT8L6wit/VjPtZy5DrIMKFA3oZmaGPvdGxqoUhQ
        K9QS14K7AgMBAAECggEAGc95cbPIgIksXj+bY9w22R2S/e2XRJN2ELoTSXgFKVOJ
        trW5MK/feK5Pbg7Ghaa9GZa7NmR5YZgBis9iZgo18dhau7wIM80kQZl9ylvUv2sf
        lguF+ySNkKO1Mk+lJehM9dvlp31/goPKzEkX8rj79+f4ifWEEjSw5RGugSVDyelz
        SNHRO/TLnBwjfGu4xp7Y18fbm6SiN19PiZ/jP4eljcEBMjsF+tqpHfhQ/xqbyAtI
        UBUQwToDjAW9wZ1L9L0sE6vLDQO/IiWc5OM+LSFNJPXs+r4eQqelPbo8vwdmtxw/
        wpQsDcR8wfvXRCa5aPXKKoMy+9djJ7cft99c7AbJ1QKBgQDsntJGCU+yqH+m3jmx
        YD0p4UGI0YD2rEZOzM+nIwj8egJic44UOGU7ey14+0R/zjiXY9pnx6yvLzLKhstX
        QIDZ3zUGeeU0VTpfHG1wbHwODmHH4bPtdvjcZAAOBlwDJTBZzT78BnWzgev7c1Y+
        lcaGr9KbM4ZhuJnSXVzJ2Ask3QKBgQDJoNdQvaM1Jg+lGuR+AOA761rc6BSAsC2Q
        1A+s3BL0yXMCj1TdrCQ6VFyQhsYVMfI/LXUIgEBx/6HMZDO64oTUJvN0yOLx29KA
        +GIcyt0zAEirgqK1u840c70m1nwq8449DuufWU0epBEaUCEJVr3wDRQgj/n486dT
        rgsbkIjgdwKBgQC7MV56x80EMydh1Pbha5iXtDvLSKr0+w9YMdGpkR7/1mpihraF
        KqRzrRwpVOc5EOVWZ0mWxrHHmdhdvsvJSB9nvZzOdcqtXyuhqPSvdzOhTyFuJxHY
        MEHq4TXl4oQSfO5GbQiCC348N/F/6Rv2wTjgvuInpFiQoKEYeoH4sPEIBQKBgGfE
        6Ku8Pb//y7N8iLY0uzL7aPMiWlL02S6dhUfAp9zlxNQ/cjz3+Fkwy8byJgYIg5Vy
        TrZGU2SYXOw1cc4wAI6zUT78mJhDOy53Jv+MhJVYAw6KGDWR54llO6c+Yf81BDJ2
        eFu1eRRY+hhhvu7wfqaKBJ7RmqQ+uhI+E6dnFpr3AoGAY84vKiIIJxKsW1qAV8W4
        Oe7izJYrCZ1rFRFwYP0aVQgWNtBjgxjfHFIVKHJaH0NkMEkaTdGjvI6HX99zYEg6
        KiOb45LcHe/KuARShhboepftRabsZimnL/ka3O18DEQzXDuWObmpD/vMJ3ru3qyr
        waTW6GGZvgAmZOOOPGXAG+8=
        -----END PRIVATE KEY-----
        """
    static let providerPublic = """
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
}
