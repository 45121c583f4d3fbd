extension Stylesheet {
    /// Fields and what is said of them.
    static let forms = """
        .form>*+*,.group>*+*{margin-top:1.25rem}
        .form>input[type=hidden]+*{margin-top:0}
        .form>:not(input[type=hidden],.saving)~input[type=hidden]+*{margin-top:1.25rem}
        fieldset{min-width:0;margin:0;padding:0;border:0}
        .field label:not(.choice),.field>legend{display:block;padding:0;font-weight:700}
        .group>legend{padding:0;font-weight:700;font-size:1.1875rem}
        .group{padding-top:.25rem}
        .group>.hint{margin-top:.25rem}
        .group+.group{margin-top:2rem}
        .fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(16rem,100%),1fr));align-items:end;
        gap:1.25rem 1.5rem}
        .required::after{margin-left:.5em;color:var(--bad);font-size:.875rem;font-weight:400;
        white-space:nowrap;content:"Required"}
        :lang(zh) .required::after{content:"必填"}
        .hint{color:var(--soft);font-size:.9375rem}
        .problem{display:flex;gap:.375rem;margin-top:.3125rem;color:var(--bad)}
        .problem .icon{margin-top:.32em}
        .control{display:flex;align-items:center;gap:.5rem;margin-top:.3125rem}
        .unit{color:var(--soft);white-space:nowrap}
        input,select,textarea,button{font:inherit;color:inherit;letter-spacing:inherit}
        input:not([type=radio]):not([type=checkbox]):not([type=file]),select,textarea{width:100%;max-width:34rem;
        min-height:2.625rem;padding:.375rem .75rem;border:1px solid var(--edge);border-radius:var(--round);
        background:var(--surface);color:var(--ink)}
        textarea{display:block;max-width:46rem;line-height:1.6;resize:vertical}
        .field.short input:not([type=checkbox]){max-width:13rem}
        select{appearance:none;padding-right:2.25rem;background-repeat:no-repeat;background-size:.375rem .375rem;
        background-position:right 1.125rem center,right .75rem center;
        background-image:linear-gradient(45deg,transparent 50%,var(--soft) 50%),
        linear-gradient(135deg,var(--soft) 50%,transparent 50%)}
        input:hover,select:hover,textarea:hover{border-color:var(--ink)}
        input:focus-visible,select:focus-visible,textarea:focus-visible{outline-offset:0;border-color:var(--focus)}
        input:is([type=date],[type=datetime-local]):focus-within{outline:3px solid var(--focus);outline-offset:0}
        input[readonly],textarea[readonly],select[disabled],input[disabled]{background:var(--wash);
        border-color:var(--line)!important;color:var(--soft)}
        ::placeholder{color:var(--soft);opacity:1}
        .invalid input:not([type=radio]):not([type=checkbox]),.invalid select,.invalid textarea{border-color:var(--bad);
        box-shadow:0 0 0 1px var(--bad)}
        .invalid .choices{padding-left:.75rem;border-left:3px solid var(--bad)}
        input[type=radio],input[type=checkbox]{width:1.25rem;height:1.25rem;margin:.225rem 0 0;flex:none;
        accent-color:var(--accent)}
        .choices{display:grid;gap:.125rem;margin-top:.3125rem;justify-items:start}
        .choices.many{grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:0 1rem;max-height:22rem;
        overflow-y:auto;padding:.5rem .75rem;border:1px solid var(--line);border-radius:var(--round)}
        .inline>.choices{display:flex;flex-wrap:wrap;gap:.125rem 1.5rem}
        .choice{display:flex;gap:.5625rem;padding:.25rem 0;cursor:pointer}
        .choice small{display:block;color:var(--soft);line-height:1.5}
        .field.check .hint,.field.check .problem{margin-left:1.8125rem}
        .submit{display:flex;flex-wrap:wrap;align-items:center;gap:.625rem;padding-top:.5rem}
        .submit.sticky{position:sticky;bottom:0;z-index:2;margin-inline:-1.25rem;padding:.75rem 1.25rem;
        background:var(--surface);border-top:1px solid var(--line)}
        html:has(.submit.sticky){scroll-padding-bottom:6rem}
        .drop{position:relative;display:flex;flex-direction:column;align-items:center;gap:.5rem;width:100%;
        max-width:46rem;padding:1.375rem 1rem;border:2px dashed var(--edge);border-radius:var(--round);
        background:var(--wash);text-align:center}
        .drop .prompt{color:var(--soft)}
        .drop .prompt>:last-child{display:none}
        .drop.able:has([data-upload]) input{position:absolute;inset:0;width:100%;max-width:none;height:100%;opacity:0;
        cursor:pointer}
        .drop:has([data-upload]:focus-visible){outline:3px solid var(--focus)}
        .drop:not(.able) .prompt{display:none}
        .drop.over{border-color:var(--accent);background:var(--tint)}
        .drop input{max-width:100%;min-height:2rem;color:var(--soft)}
        input[type=file]::file-selector-button{min-height:2.25rem;margin-right:.75rem;padding:.25rem .875rem;
        border:1px solid var(--edge);border-radius:var(--round);background:var(--surface);color:var(--ink);font:inherit;
        cursor:pointer}
        .field.file .control{display:block}
        .uploads{max-width:46rem;margin:0;padding:0;list-style:none}
        .uploads li{display:grid;grid-template-columns:minmax(0,1fr) auto auto;align-items:center;gap:.125rem .75rem;
        padding:.625rem 0;border-bottom:1px solid var(--line)}
        .uploads .size,.uploads .state{color:var(--soft);font-size:.875rem}
        .uploads progress{grid-column:1/-1;width:100%;height:.5rem}
        progress{accent-color:var(--accent)}
        .uploads .failed .state{color:var(--bad)}.uploads .done .state{color:var(--good)}
        .saving{position:sticky;top:.5rem;z-index:3;display:flex;justify-content:flex-end;height:0;margin:0;
        pointer-events:none}
        .saving+*{margin-top:0!important}
        .saving span{flex:none;align-self:flex-start;max-width:100%;padding:.125rem .75rem;border-radius:1rem;
        background:var(--surface);box-shadow:0 0 0 1px var(--line),var(--shade);color:var(--soft);font-size:.875rem}
        .saving span:empty{display:none}
        .saving .failed{color:var(--bad);font-weight:700;box-shadow:0 0 0 1px var(--bad)}
        .saving .saved{color:var(--good)}
        .clash:empty{display:none}
        .clash:not(:empty){margin-bottom:1.5rem;padding:1rem;border:2px solid var(--warn);border-radius:var(--round)}
        .clash:focus{outline:0}
        .clash:empty+.form{margin-top:0!important}
        .conflict>*+*,.clash>*+*{margin-top:1rem}
        .conflict>input[type=hidden]+*{margin-top:0}
        .conflict legend{font-weight:700;padding:0 0 .375rem}
        .sides{display:grid;grid-template-columns:1fr 1fr;gap:.75rem}
        .side{display:flex;gap:.625rem;padding:.75rem;border:1px solid var(--edge);border-radius:var(--round);
        background:var(--surface);cursor:pointer}
        .side:has(:checked){border-color:var(--accent);background:var(--tint);box-shadow:0 0 0 1px var(--accent)}
        .side>span{min-width:0}
        .side b,.side span span{display:block}
        .side b{font-size:.875rem;font-weight:400;color:var(--soft)}
        .side .yours,.side .theirs{white-space:pre-line}
        """
}
